package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of the last samples of a signal, each channel for itself, exact to a step.
 *
 * <pre>{@code
 * @Samples(rate = 200)       Signal pressure;
 * @MovingAverage(16)         Signal smooth;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface MovingAverage {
  /** How many samples are averaged, 2 to 1024. Missing ones at the start count as 0. */
  int value();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
