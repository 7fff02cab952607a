package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Every n-th sample of a signal, after what would fold back was filtered out: a linear-phase low
 * pass of {@code 18 n + 1} taps (Kaiser's window), of which only the wanted samples are computed.
 * It passes up to 0.4 of the new rate and is 60 dB down at 0.6 of it; it delays by 9 new samples.
 *
 * <pre>{@code
 * @Pcm(rate = 16_000)                                    Signal audio;
 * @Decimate(4)                                           Signal slow;       // 4,000 samples a second
 * @LogSpectrum(size = 128, bands = 16, lowHz = 100, highHz = 1_500)  Signal loudness;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Decimate {
  /** How many samples become one, 2 to 32. */
  int value();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
