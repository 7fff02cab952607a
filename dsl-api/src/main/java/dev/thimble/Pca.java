package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The principal components of the samples: the input less their mean, on the directions of the most
 * variance.
 *
 * <pre>{@code
 * @Pca(components = 3, fit = "train.csv")     Tensor reduced;       // any shape -> 3
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Pca {
  /** Number of components, at most as many as features. */
  int components();

  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one;
   * at least two different ones.
   */
  String fit();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
