package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Scores of classes by a logistic regression, before softmax.
 *
 * <pre>{@code
 * @Logistic(fit = "train.csv")                Tensor scores;        // any shape -> classes
 * @ArgMax                                     Decision state;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Logistic {
  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one;
   * and {@code y}, the class of each sample, 0 the first.
   */
  String fit();

  /** The weight of the samples against that of small coefficients: scikit-learn's {@code C}. */
  double c() default 1;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
