package dev.tidewheel.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What stands between the words of a map's keys: the name of an environment variable has only
 * {@code _} for it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@interface JoinedBy {
  /** The separator. */
  String value();
}
