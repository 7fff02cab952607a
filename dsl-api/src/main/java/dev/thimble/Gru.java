package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gated recurrent units over the steps of a sequence.
 *
 * <pre>{@code
 * @MicroFrontend                        Signal spectrum;
 * @Recent(frames = 1)                   Tensor frame;      // 1 x 40
 * @Gru(units = 24, stateful = true)     Tensor heard;      // 24, after each frame
 * }</pre>
 *
 * <p>Its input is a sequence, {@code steps x inputs}, or one step, {@code inputs}. Each run begins
 * with states of 0 unless the layer is {@link #stateful}.
 *
 * <p>Reads, in layout {@link WeightLayout#TORCH}, {@code <step>.weight_ih_l0} (3 units x inputs),
 * {@code weight_hh_l0} (3 units x units) and, where they are there, {@code bias_ih_l0} and {@code
 * bias_hh_l0} (3 units); in {@link WeightLayout#KERAS} {@code <step>.kernel} (inputs x 3 units),
 * {@code recurrent_kernel} (units x 3 units) and {@code bias} (2 x 3 units; 3 units without {@link
 * #resetAfter}). The gates stand in the order of the layout's framework: reset, update, new in
 * PyTorch; update, reset, new in Keras.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Gru {
  /** Number of hidden states. */
  int units();

  /**
   * Whether the reset gate multiplies the recurrent sum, as in PyTorch and by default in Keras, not
   * the states before it.
   */
  boolean resetAfter() default true;

  /**
   * Whether the hidden states of all steps are given, {@code steps x units}, not the last ones
   * alone.
   */
  boolean sequences() default false;

  /**
   * Whether a run goes on from the states of the run before; {@code reset} in Java and {@code init}
   * in C make them 0. In data files an array may then have one more axis, {@code samples x runs x
   * ...}: each sample begins with states of 0, and its last run counts.
   */
  boolean stateful() default false;

  /**
   * Weights of 8 or 4 bits; as the model's {@link TinyModel#precision()} if it is not given. Sums
   * and states have 16 bits, results 8, so {@link Precision#INT16} is an error here.
   */
  Precision precision() default Precision.MODEL;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
