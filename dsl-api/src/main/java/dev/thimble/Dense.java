package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fully connected layer: {@code units} sums over all elements of its input.
 *
 * <pre>{@code
 * @Dense(units = 10, activation = RELU)  Tensor logits;     // any shape -> 10
 * }</pre>
 *
 * Reads {@code <step>.weight} and, where it is there, {@code <step>.bias} ({@code units}) from the
 * model's weights. The weight is {@code units x inputs} in layout {@link WeightLayout#TORCH} and
 * {@code inputs x units} in {@link WeightLayout#KERAS}; fed by a picture, flattened or not, its
 * inputs are counted as the layout's framework counts them ({@link WeightLayout}).
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Dense {
  /** Number of outputs. */
  int units();

  /** What is applied to each element of the result. */
  Activation activation() default Activation.NONE;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";

  /** Bits of the weights; the model's if it is not given. */
  Precision precision() default Precision.MODEL;
}
