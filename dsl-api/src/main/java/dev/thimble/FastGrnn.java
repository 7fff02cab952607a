package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * FastGRNN: one sum for both of its gates, so that it has half the weights of an update gate's
 * network.
 *
 * <pre>{@code
 * @Recent(frames = 20, hop = 20)   Tensor window;   // 20 x 6
 * @FastGrnn(units = 16)            Tensor state;    // 16
 * }</pre>
 *
 * <p>{@code z = s(xW + hU + bias_gate)}, {@code n = tanh(xW + hU + bias_update)}, {@code h =
 * (s(zeta) (1 - z) + s(nu)) n + z h} with the logistic function s.
 *
 * <p>Its input is a sequence, {@code steps x inputs}, or one step, {@code inputs}. Each run begins
 * with states of 0 unless the layer is {@link #stateful}.
 *
 * <p>Reads {@code <step>.W} (inputs x units), {@code U} (units x units), {@code bias_gate} and
 * {@code bias_update} (1 x units), {@code zeta} and {@code nu} (1 x 1, before the logistic
 * function), as EdgeML names them, in every layout. Weights of low rank are to be multiplied out.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface FastGrnn {
  /** Number of hidden states. */
  int units();

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
