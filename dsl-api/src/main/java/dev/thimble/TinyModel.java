package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A model: the annotated fields of the class are its steps, read from top to bottom.
 *
 * <pre>{@code
 * @TinyModel(weights = "digits.safetensors", calibration = "digits_train.npz")
 * @Device(mcu = "atmega328p", clockHz = 16_000_000)
 * final class Digits {
 *   @Input(shape = {8, 8, 1}, min = 0, max = 16)     Tensor image;
 *   @Dense(units = 32, activation = RELU)            Tensor hidden;
 *   @Dense(units = 10)                               Tensor logits;
 *   @ArgMax                                          Decision digit;
 * }
 * }</pre>
 *
 * <p>Each step is fed by the field above it, unless its {@code from} names another one. The field's
 * name names the step everywhere: in messages, in C, in Java, in the weights file.
 *
 * <p>The class is final, extends nothing, and is top-level or static nested (a local class is
 * invisible to annotation processors). Files are named relative to the class: beside its source, or
 * in its package or the root of the resources, or in a folder of the processor option {@code
 * thimble.models}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface TinyModel {
  /**
   * Prefix of all names in C, and name of the C files: lower-case letters, digits and underscores.
   * If it is not given, the class's name: {@code WakeWord} gives {@code wake_word}.
   */
  String name() default "";

  /**
   * The trained weights, a {@code .safetensors} or {@code .npz} file or a PyTorch {@code .pt},
   * {@code .pth} or {@code .ptl} file, with arrays named {@code <step>.weight}, {@code <step>.bias}
   * and so on, as each step says. Needed where a step has weights.
   */
  String weights() default "";

  /**
   * Typical inputs, a {@code .npz} file with {@code x} of {@code samples x input}, from which the
   * ranges of all steps are measured. Needed where a network is quantised here, which all are but
   * those of integers.
   */
  String calibration() default "";

  /**
   * Labelled inputs, a {@code .npz} file with {@code x} of {@code samples x input} and {@code y} of
   * {@code samples}, on which accuracy is measured.
   */
  String evaluation() default "";

  /** The order in which the weights file holds its axes. */
  WeightLayout layout() default WeightLayout.TORCH;

  /**
   * How networks of reals and declared steps become integers, where a step does not say it: 8 bits
   * if it is not given; {@link Precision#AUTO} searches for widths that meet every {@link Budget}.
   */
  Precision precision() default Precision.INT8;

  /** Whether the chips' own code is small, fast, or as fast as the flash that is left allows. */
  Optimise optimise() default Optimise.BALANCED;
}
