package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A layer whose weights over time and over inputs are split by singular values: each of {@code
 * units * rank} filters maps a frame to one number and weighs its last {@code memory} numbers; a
 * unit is the sum of {@code rank} filters and a bias.
 *
 * <pre>{@code
 * @Recent(frames = 16)                                       Tensor window;    // 16 x 40
 * @Svdf(units = 24, memory = 16, activation = RELU)          Tensor heard;     // 24
 * }</pre>
 *
 * Its input is a sequence, {@code steps x inputs} with at least {@code memory} steps; it gives
 * {@code units} for each step from the {@code memory}-th on, one row alone without its axis. Behind
 * a {@link Recent} each frame's numbers are computed once and kept: the layer streams.
 *
 * <p>Reads {@code <step>.weight_feature} (units * rank x inputs), {@code weight_time} (units * rank
 * x memory, the oldest first) and, where it is there, {@code bias} (units); the filters of a unit
 * stand side by side.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Svdf {
  /** Number of outputs of a step. */
  int units();

  /** Filters of a unit. */
  int rank() default 1;

  /** How many steps a filter remembers, the present one among them. */
  int memory();

  /** What is applied to each element of the result. */
  Activation activation() default Activation.NONE;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
