package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The sum of two or more tensors of one shape.
 *
 * <pre>{@code
 * @Add(from = {"stem", "right"}, activation = RELU)  Tensor block;
 * }</pre>
 *
 * Extents of 1 are repeated as in NumPy: {@code 8x8x16 + 16} adds to each pixel.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Add {
  /** Names of the steps that are added, at least two. */
  String[] from();

  /** What is applied to each element of the result. */
  Activation activation() default Activation.NONE;
}
