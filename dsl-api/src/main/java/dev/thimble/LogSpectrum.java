package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Loudness of a sound in bands, in decibels: Hann window, Fourier transform in 16 bits, energy of
 * each band, logarithm. Made for 8-bit chips: 128 samples take some 300 bytes of RAM beside the
 * window.
 *
 * <pre>{@code
 * @Pcm(rate = 4_000)                                                       Signal wing;
 * @LogSpectrum(size = 128, hop = 64, bands = 16, lowHz = 200, highHz = 1_200)  Signal loudness;
 * @Recent(frames = 30, hop = 30)                                           Tensor window;
 * }</pre>
 *
 * Gives {@code [bands]} each hop. Before the transform a frame is made as loud as 16 bits allow,
 * and the logarithm takes that back: quiet sounds lose no accuracy. 0 dB is a band whose mean
 * energy is one step of the samples squared; a band without energy counts as -135 dB or so.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface LogSpectrum {
  /** Samples of a frame: a power of two from 16 to 2048. */
  int size();

  /** Samples from one frame to the next; half the size if it is not given. */
  int hop() default 0;

  /** Number of bands, each at least one bin, {@code rate / size} hertz, wide. */
  int bands();

  /** Lower end of the lowest band, in hertz. */
  double lowHz();

  /** Upper end of the highest band, in hertz; at most half the rate. */
  double highHz();

  /** How bands divide the range; {@link BandScale#LINEAR} if it is not given. */
  BandScale scale() default BandScale.LINEAR;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
