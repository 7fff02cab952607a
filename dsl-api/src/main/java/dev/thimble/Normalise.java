package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Brings each feature to mean 0 and deviation 1, as seen in a data file: {@code (x - mean) /
 * deviation} for each element of the last axis, in steps of 1/32 from -4 to 4 less a step.
 *
 * <pre>{@code
 * @Statistics({RMS, KURTOSIS})       Tensor features;      // of very different size
 * @Normalise(data = "train.npz")     Tensor scaled;        // signed bytes that a network can read
 * @Dense(units = 8)                  Tensor hidden;
 * }</pre>
 *
 * Reads the integers of a signal's step: a window, or {@link Statistics}. A feature that never
 * varies is only centred.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Normalise {
  /**
   * A file with an array named like the step that feeds this one, or {@code x}: a row a sample, in
   * the form that arrives here.
   */
  String data();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
