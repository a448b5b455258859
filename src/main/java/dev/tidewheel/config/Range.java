package dev.tidewheel.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A value must lie within bounds, both included and written as the value itself would be. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
@interface Range {
  /** Smallest value. */
  String min();

  /** Largest value; empty means no bound. */
  String max() default "";
}
