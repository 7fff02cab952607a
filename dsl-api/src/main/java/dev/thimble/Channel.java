package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One channel of a signal, for steps that take one only.
 *
 * <pre>{@code
 * @Samples(rate = 400, channels = 3)                               Signal accelerometer;
 * @Channel(2)                                                      Signal vertical;
 * @LogSpectrum(size = 128, bands = 8, lowHz = 5, highHz = 200)     Signal vibration;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Channel {
  /** Which one, counted from 0. */
  int value();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
