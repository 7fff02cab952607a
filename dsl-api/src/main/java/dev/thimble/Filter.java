package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets some frequencies of a signal pass and holds others back: a cascade of sections of first and
 * second order, designed while compiling, each channel for itself.
 *
 * <pre>{@code
 * @Pcm(rate = 8_000)                                                               Signal audio;
 * @Filter(value = FilterKind.BAND_PASS, hz = 300, highHz = 1_200, order = 2)       Signal wings;
 * @LogSpectrum(size = 128, bands = 16, lowHz = 300, highHz = 1_200)                Signal loudness;
 * }</pre>
 *
 * Low, high and band passes are Butterworth's; of order n they fall by 6 n dB an octave on each
 * side, and by 3 dB at their corners. The others have one section. Frequencies are exact (the
 * bilinear transform is prewarped).
 *
 * <p>Gives samples as it reads them: 16 bits, and what does not fit becomes the largest or the
 * smallest. Inside, numbers have 32 bits with as many behind the point as the largest possible
 * input allows; both the room and the error, at most 2 steps of the samples, are proven while
 * compiling. Where no such filter is, far below the rate as a rule, that is an error: decimate
 * first.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Filter {
  /** What it does. */
  FilterKind value();

  /** The corner, or the middle of what a notch, a peak or a shelf changes, in hertz. */
  double hz();

  /** The upper corner of a band pass, in hertz. */
  double highHz() default 0;

  /** Order of a low, high or band pass, 1 to 8; 2 if it is not given. */
  int order() default 2;

  /**
   * How narrow a notch or a peak is, middle by width, or how steep a shelf; 0.707 if it is not
   * given.
   */
  double q() default 0.707;

  /** What a peak or a shelf adds, in decibels, -24 to 24. */
  double decibels() default 0;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
