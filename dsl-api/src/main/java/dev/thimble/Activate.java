package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A function of each element, as a step of its own.
 *
 * <pre>{@code
 * @Activate(HARD_SWISH)                      Tensor curved;
 * @Activate(value = LEAKY_RELU, slope = 0.2) Tensor leaky;
 * }</pre>
 *
 * Where the step before has a member {@code activation}, that says the same in fewer words; {@link
 * Activation#RELU} and {@link Activation#RELU6} cost nothing there.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Activate {
  /** The function. */
  Activation value();

  /** Slope of the negative side, for {@link Activation#LEAKY_RELU} only. */
  double slope() default 0.01;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
