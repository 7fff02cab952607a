package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Features of speech: loudness in mel bands with the noise taken out, bit for bit as TensorFlow
 * Lite's audio front end computes them. Window (Hann), Fourier transform in 16 bits, filterbank,
 * noise reduction, automatic gain, logarithm.
 *
 * <pre>{@code
 * @Pcm(rate = 16_000)                               Signal audio;
 * @MicroFrontend(windowMillis = 30, hopMillis = 20)  Signal spectrum;
 * @Recent(frames = 49, hop = 10)                    Tensor second;
 * }</pre>
 *
 * <p>Gives {@code [bands]} each hop. The noise estimate starts anew with the model's reset. All of
 * it takes some 4 KB of flash for tables and 3 KB of RAM at 16 kHz: Cortex-M, not an ATmega328P.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface MicroFrontend {
  /** Length of the window, in milliseconds; 30 if it is not given. */
  int windowMillis() default 30;

  /** Time from one frame to the next, in milliseconds; 20 if it is not given. */
  int hopMillis() default 20;

  /** Number of bands; 40 if it is not given. */
  int bands() default 40;

  /** Lower end of the lowest band, in hertz; 125 if it is not given. */
  double lowHz() default 125;

  /** Upper end of the highest band, in hertz; 7500 if it is not given. */
  double highHz() default 7500;

  /** Which of the two front ends; {@link FrontendProfile#MICRO} if it is not given. */
  FrontendProfile profile() default FrontendProfile.MICRO;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
