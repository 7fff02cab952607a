package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Batch normalisation with the statistics of the training.
 *
 * <pre>{@code
 * @Conv2D(filters = 8, kernel = 3)   Tensor conv;
 * @BatchNorm(activation = RELU)      Tensor edges;
 * }</pre>
 *
 * {@code gamma * (x - mean) / sqrt(variance + epsilon) + beta} for each channel, which is the last
 * axis. It is folded into a convolution or dense layer before it, and then costs nothing. Reads
 * {@code <step>.running_mean}, {@code <step>.running_var} and, where they are there, {@code
 * <step>.weight} and {@code <step>.bias}; in layout {@link WeightLayout#KERAS} {@code
 * <step>.moving_mean}, {@code <step>.moving_variance}, {@code <step>.gamma} and {@code
 * <step>.beta}. Each has one element a channel.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface BatchNorm {
  /**
   * What is added to the variance; if it is not given, the default of the layout's framework: 1e-5
   * for {@link WeightLayout#TORCH}, 1e-3 for {@link WeightLayout#KERAS}.
   */
  double epsilon() default 1e-5;

  /** What is applied to each element of the result. */
  Activation activation() default Activation.NONE;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
