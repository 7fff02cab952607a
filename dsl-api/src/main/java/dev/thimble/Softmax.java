package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Probabilities from scores: {@code e^x} divided by its sum over the last axis.
 *
 * <pre>{@code
 * @Softmax(labels = {"silence", "unknown", "yes", "no"})  Tensor scores;     // 4 -> 4
 * }</pre>
 *
 * <p>Where a model ends with a softmax that has labels, and has no {@link Decision}, the class with
 * the highest probability becomes its decision, as if an {@link ArgMax} stood behind.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Softmax {
  /**
   * Names of the classes, one an element of the last axis; none if it is not given. They become an
   * enum in Java and constants in C: {@code "no person"} gives {@code NO_PERSON}, {@code "7"} gives
   * {@code DIGIT_7}.
   */
  String[] labels() default {};

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
