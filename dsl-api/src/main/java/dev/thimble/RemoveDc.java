package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes the mean out of a signal, such as gravity out of an accelerometer's readings: a high pass
 * of first order, each channel for itself. {@link Filter} says how it computes.
 *
 * <pre>{@code
 * @Samples(rate = 100, channels = 3)   Signal imu;
 * @RemoveDc(hz = 0.3)                  Signal motion;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface RemoveDc {
  /** What is slower goes, in hertz: the corner. */
  double hz();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
