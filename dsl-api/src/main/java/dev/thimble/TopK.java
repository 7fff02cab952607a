package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The classes with the highest scores, the highest first; the first of equals.
 *
 * <pre>{@code
 * @Softmax       Tensor scores;
 * @TopK(3)       Decision candidates;      // [3] indices of classes
 * }</pre>
 *
 * Where it decides for the whole model, what a run returns is the first of them.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface TopK {
  /** How many, at most as many as there are scores. */
  int value();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
