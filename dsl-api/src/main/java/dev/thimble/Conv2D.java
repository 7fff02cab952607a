package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A convolution of a picture.
 *
 * <pre>{@code
 * @Conv2D(filters = 8, kernel = 3, activation = RELU)  Tensor edges;    // 8x8x1 -> 8x8x8
 * @Conv2D(filters = 16, kernel = {10, 8}, stride = 2)  Tensor sound;    // 49x40x1 -> 25x20x16
 * }</pre>
 *
 * Takes {@code height x width x channels} and gives {@code height' x width' x filters}. Reads
 * {@code <step>.weight} ({@code filters x channels x kernel height x kernel width} in layout {@link
 * WeightLayout#TORCH}, {@code kernel height x kernel width x channels x filters} in {@link
 * WeightLayout#KERAS}) and, where it is there, {@code <step>.bias} ({@code filters}).
 *
 * <p>{@link Padding#SAME} with a stride is TensorFlow's: the odd row or column goes behind.
 * PyTorch's {@code padding=1} with {@code stride=2} is {@code @Pad(top = 1, bottom = 1, left = 1,
 * right = 1)} and {@link Padding#VALID}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Conv2D {
  /** Number of output channels. */
  int filters();

  /** Taps of the window: {@code 3} is square, {@code {10, 8}} is height and width. */
  int[] kernel();

  /** Elements between windows: {@code 2}, or {@code {2, 1}} for rows and columns. */
  int[] stride() default 1;

  /** Elements between taps: {@code 1}, or {@code {2, 1}} for rows and columns. */
  int[] dilation() default 1;

  /** How borders are treated. */
  Padding padding() default Padding.SAME;

  /** What is applied to each element of the result. */
  Activation activation() default Activation.NONE;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";

  /** Bits of the weights; the model's if it is not given. */
  Precision precision() default Precision.MODEL;
}
