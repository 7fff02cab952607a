package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The energy of each bin of an {@link Fft}: {@code [points / 2 + 1]}, 32 bits.
 *
 * <pre>{@code
 * @Fft                                                              Signal bins;
 * @Power                                                            Signal power;
 * @Filterbank(bands = 26, lowHz = 100, highHz = 7_600)              Signal mel;
 * @Log                                                              Signal loudness;
 * @Dct(coefficients = 13)                                           Signal mfcc;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Power {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
