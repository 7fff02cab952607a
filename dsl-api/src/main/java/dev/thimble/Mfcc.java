package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Mel-frequency cepstral coefficients of a sound, the features of many speech recognisers: {@link
 * Frame}, {@link Fft}, {@link Power}, {@link Filterbank}, {@link Log} and {@link Dct} in one step.
 *
 * <pre>{@code
 * @Pcm(rate = 16_000)                                                               Signal audio;
 * @PreEmphasis(0.97)                                                                Signal bright;
 * @Mfcc(size = 400, hop = 160, bands = 26, coefficients = 13, lowHz = 20, highHz = 8_000)  Signal mfcc;
 * @Recent(frames = 49, hop = 10)                                                    Tensor window;
 * }</pre>
 *
 * Gives {@code [coefficients]} each hop, 16 bits; in reals the orthonormal cosine transform of the
 * natural logarithms of the energies of {@code |rfft(window * samples)|^2}, samples between -1 and
 * 1. docs/signals.md has the deviation from double precision.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Mfcc {
  /** Samples of a frame, 16 to 2048. */
  int size();

  /** Samples from one frame to the next; half the size if it is not given. */
  int hop() default 0;

  /** Points of the transform, a power of two; the next one from the size on if it is not given. */
  int points() default 0;

  /** How samples are weighed; {@link WindowFunction#HANN} if it is not given. */
  WindowFunction window() default WindowFunction.HANN;

  /** Number of mel bands. */
  int bands() default 40;

  /** How many coefficients; 13 if it is not given. */
  int coefficients() default 13;

  /** Lower end of the lowest band, in hertz. */
  double lowHz();

  /** Upper end of the highest band, in hertz; at most half the rate. */
  double highHz();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
