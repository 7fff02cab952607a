package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How loud a signal is from sample to sample: its magnitude, followed upwards with one time
 * constant and downwards with another, each channel for itself.
 *
 * <pre>{@code
 * @Samples(rate = 1_000)                               Signal vibration;
 * @Filter(value = FilterKind.HIGH_PASS, hz = 50)       Signal rattling;
 * @Envelope(attackMillis = 5, releaseMillis = 100)     Signal level;
 * }</pre>
 *
 * {@code y += (|x| - y) * (1 - exp(-1 / (time * rate)))}, with 12 bits behind the point of y and
 * the factor rounded to 15 significant bits: within a step of what reals give.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Envelope {
  /**
   * Time constant while the signal grows, in milliseconds; it follows at once if it is not given.
   */
  double attackMillis() default 0;

  /** Time constant while it falls, in milliseconds. */
  double releaseMillis();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
