package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Tensors laid end to end.
 *
 * <pre>{@code
 * @Concat(from = {"left", "right"})  Tensor both;      // 8x8x4, 8x8x12 -> 8x8x16
 * }</pre>
 *
 * All extents but that of the axis must agree.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Concat {
  /** Names of the steps, in order, at least two. */
  String[] from();

  /** The axis along which they are laid; -1 is the last one, the channels of a picture. */
  int axis() default -1;
}
