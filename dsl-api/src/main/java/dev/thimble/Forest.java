package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Scores of classes by decision trees that are grown while compiling: by Gini impurity, each of
 * more than one tree on samples drawn with repetition and, at each split, on as many features as
 * the root of their number.
 *
 * <pre>{@code
 * @Forest(trees = 10, depth = 6, fit = "train.npz")  Tensor scores; // any shape -> classes
 * @ArgMax                                            Decision state;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Forest {
  /** Number of trees, 1 to 256; one tree sees all samples and all features. */
  int trees() default 1;

  /** The most splits on the way to a leaf, 0 to 16. */
  int depth() default 6;

  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one;
   * and {@code y}, the class of each sample, 0 the first.
   */
  String fit();

  /** Seed of what is drawn; 1 if it is not given. */
  long seed() default 1;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
