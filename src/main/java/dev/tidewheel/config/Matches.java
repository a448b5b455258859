package dev.tidewheel.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Text must match a regular expression as a whole. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@interface Matches {
  /** The regular expression. */
  String value();

  /** The same in words, for the message to the user. */
  String means();
}
