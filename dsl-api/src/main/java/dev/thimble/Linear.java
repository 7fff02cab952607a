package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A linear regression by least squares.
 *
 * <pre>{@code
 * @Linear(fit = "train.csv")                  Tensor litres;        // any shape -> 1
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Linear {
  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one;
   * and {@code y}, what each sample is to give.
   */
  String fit();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
