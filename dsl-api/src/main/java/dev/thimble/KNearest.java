package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Votes of the nearest samples.
 *
 * <pre>{@code
 * @KNearest(k = 3, fit = "train.npz")         Tensor votes;         // any shape -> classes
 * @ArgMax                                     Decision state;
 * }</pre>
 *
 * The samples are kept in flash; of equal distances the earlier one is nearer.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface KNearest {
  /** How many samples vote. */
  int k() default 1;

  /**
   * A file with the samples to learn from, {@code .npz} or {@code .csv}: array {@code x}, a row a
   * sample, as the model's input takes them, or an array named like the step that feeds this one;
   * and {@code y}, the class of each sample, 0 the first.
   */
  String fit();

  /**
   * Whether only those samples are kept that are needed for all others to be named rightly by their
   * nearest one (Hart, 1968).
   */
  boolean condense() default false;

  /** What is measured. */
  Distance distance() default Distance.EUCLIDEAN;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
