package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest element of each channel over a window.
 *
 * <pre>{@code
 * @MaxPool2D(2)                      Tensor pooled;    // 8x8x8 -> 4x4x8
 * @MaxPool2D(value = 3, stride = 2)  Tensor smaller;   // 9x9x8 -> 4x4x8
 * }</pre>
 *
 * Takes {@code height x width x channels}. Windows step by their own size unless {@code stride}
 * says otherwise, and a window that would leave the picture is left out, as in PyTorch and Keras;
 * with {@link Padding#SAME} it counts the elements that are inside.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface MaxPool2D {
  /** Taps of the window: {@code 2} is square, {@code {2, 1}} is height and width. */
  int[] value();

  /**
   * Elements between windows, one number or rows and columns; the window itself if it is not given.
   */
  int[] stride() default {};

  /** How borders are treated. */
  Padding padding() default Padding.VALID;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
