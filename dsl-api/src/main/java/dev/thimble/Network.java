package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A trained network from elsewhere, as one step.
 *
 * <pre>{@code
 * @TinyModel
 * @Device(mcu = "stm32h743")
 * final class Person {
 *   @Network("person_detect.tflite")            Tensor scores;
 *   @ArgMax(labels = {"no person", "person"})   Decision seen;
 * }
 * }</pre>
 *
 * The file lies beside the class or in its package among the resources. A network of integers keeps
 * its numbers bit for bit; one of reals is quantised with the model's {@link
 * TinyModel#calibration()}, and so are other steps behind a network of signed bytes.
 *
 * <p>As the first step of a model, the network's inputs are the model's: its only input is called
 * {@code input}, several keep their own names. Where a step comes before it, that step feeds its
 * only input; several are fed by {@code from}, in the network's order. The shape must be the
 * network's, leading extents of 1 aside. An {@link Input} in front gives an input another name, and
 * takes the type and the scale of a network of integers.
 *
 * <p>Labels that a TensorFlow Lite file has in its metadata are those of an {@link ArgMax} behind
 * it that has none, if there is one for each score and each becomes a constant of its own.
 *
 * <p>Of several outputs the first carries the step's name and feeds the steps below.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Network {
  /** The model file, such as {@code "person_detect.tflite"}. */
  String value();

  /** Names of the steps that feed the network's inputs; the field above if it is not given. */
  String[] from() default {};

  /** Whose rounding a network of integers follows; of no meaning for one of reals. */
  NetworkProfile profile() default NetworkProfile.TFLM;

  /** Bits of the weights of a network of reals; the model's if it is not given. */
  Precision precision() default Precision.MODEL;
}
