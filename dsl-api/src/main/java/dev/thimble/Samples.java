package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Readings of a sensor from outside, signed 16-bit integers, channels in turn, which are pushed as
 * they come.
 *
 * <pre>{@code
 * @Samples(rate = 25, channels = 6)     Signal imu;
 * @Recent(frames = 32, hop = 8)         Tensor window;     // [32, 6], every 8 readings
 * }</pre>
 *
 * Integers go into the calibration data as they are: a step of 1 of the sensor is a step of 1 here.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Samples {
  /** Readings a second, in hertz. */
  double rate();

  /** Numbers in a reading; 1 if it is not given. */
  int channels() default 1;
}
