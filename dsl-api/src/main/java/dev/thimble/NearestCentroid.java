package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Distances to the mean of each class.
 *
 * <pre>{@code
 * @NearestCentroid(fit = "train.npz")         Tensor distances;     // any shape -> classes
 * @Nearest                                    Decision state;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface NearestCentroid {
  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one;
   * and {@code y}, the class of each sample, 0 the first.
   */
  String fit();

  /** What is measured; with {@link Distance#MANHATTAN} centres are medians. */
  Distance distance() default Distance.EUCLIDEAN;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
