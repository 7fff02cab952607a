package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The logarithm of energies or magnitudes, in steps of 1/256 of a factor of two: {@code [n]}, 16
 * bits. In reals the natural logarithm. What is 0 counts as a step of the block that it is in.
 *
 * <pre>{@code
 * @Filterbank(bands = 16, lowHz = 200, highHz = 1_200)   Signal bands;
 * @Log                                                   Signal loudness;
 * }</pre>
 *
 * <p>Reads {@link Filterbank}, {@link Power} or {@link Magnitude}. Exact to a step.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Log {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
