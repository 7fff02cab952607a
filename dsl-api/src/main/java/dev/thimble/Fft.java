package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The spectrum of a {@link Frame}: real and imaginary part of each bin from 0 to half the rate,
 * {@code [points / 2 + 1, 2]}, in 16 bits.
 *
 * <pre>{@code
 * @Pcm(rate = 8_000)              Signal audio;
 * @Frame(size = 256, hop = 128)   Signal frame;
 * @Fft                            Signal bins;    // [129, 2]
 * }</pre>
 *
 * <p>In reals these are the bins of the frame's samples between -1 and 1 (those of {@link Samples}
 * in their own unit), as numpy.fft.rfft gives them. Each number is at most {@code 2 log2(points)}
 * steps off before the block's scaling is taken back.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Fft {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
