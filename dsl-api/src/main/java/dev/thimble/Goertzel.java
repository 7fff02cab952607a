package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How strong a few tones are in each block of a signal, by Goertzel's algorithm: cheaper than a
 * transform where few frequencies matter, and they need not be those of a transform.
 *
 * <pre>{@code
 * @Pcm(rate = 8_000)                                             Signal audio;
 * @Goertzel(size = 205, hz = {697, 770, 852, 941})               Signal rows;      // [4] each 205 samples
 * @Detect(label = 2, threshold = 0.1)                            Decision third;
 * }</pre>
 *
 * Gives {@code [tones]} each hop: the amplitude of each tone, a sine of amplitude a at that
 * frequency gives a. Blocks are not weighed; a tone shows {@code rate / size} hertz to both sides.
 * Inside, numbers have 32 bits; that no block makes them overflow is proven while compiling.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Goertzel {
  /** Samples of a block, 8 to 4096. */
  int size();

  /** Samples from one block to the next; the size if it is not given. */
  int hop() default 0;

  /** The tones, in hertz, each below half the rate; 1 to 32 of them. */
  double[] hz();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
