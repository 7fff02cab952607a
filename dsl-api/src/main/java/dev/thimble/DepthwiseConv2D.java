package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A convolution of each channel alone.
 *
 * <pre>{@code
 * @DepthwiseConv2D(kernel = 3, activation = RELU)  Tensor features;      // 4x4x8 -> 4x4x8
 * }</pre>
 *
 * Takes {@code height x width x channels} and gives {@code height' x width' x (channels *
 * multiplier)}; output channel {@code o} reads input channel {@code o / multiplier}. Reads {@code
 * <step>.weight} ({@code (channels * multiplier) x 1 x kernel height x kernel width} in layout
 * {@link WeightLayout#TORCH}, {@code kernel height x kernel width x channels x multiplier} in
 * {@link WeightLayout#KERAS}) and, where it is there, {@code <step>.bias}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface DepthwiseConv2D {
  /** Taps of the window: {@code 3} is square, {@code {10, 8}} is height and width. */
  int[] kernel();

  /** Output channels for each input channel. */
  int multiplier() default 1;

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
