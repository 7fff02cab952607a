package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The discrete cosine transform of logarithms, type II, orthonormal, of which the first
 * coefficients are kept: {@code [coefficients]}, 16 bits.
 *
 * <pre>{@code
 * @Log                      Signal loudness;
 * @Dct(coefficients = 13)   Signal mfcc;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Dct {
  /** How many coefficients; at most as many as there are bands. */
  int coefficients();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
