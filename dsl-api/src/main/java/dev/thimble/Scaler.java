package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Each feature less its mean and over its deviation, as the samples have them. Costs nothing before
 * a classical step: it goes into that.
 *
 * <pre>{@code
 * @Scaler(fit = "train.csv")                  Tensor scaled;        // any shape
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Scaler {
  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one; a
   * feature that is the same in all is only shifted.
   */
  String fit();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
