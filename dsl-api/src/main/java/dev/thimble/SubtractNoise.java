package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes steady noise out of a spectrum (spectral subtraction): what each bin or band had on average
 * over some time is subtracted from its energy, of which a small share always stays.
 *
 * <pre>{@code
 * @Power                                                  Signal power;
 * @Filterbank(bands = 26, lowHz = 100, highHz = 7_600)    Signal mel;
 * @SubtractNoise(millis = 600, floor = 0.05)              Signal clean;
 * @Log                                                    Signal loudness;
 * }</pre>
 *
 * {@code noise += (energy - noise) * (1 - exp(-hop / time)); result = max(energy - noise, floor *
 * energy)}, with the energies of {@link Power} or {@link Filterbank} in whole steps, the block's
 * scaling taken back. The noise counts as 0 at the start.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface SubtractNoise {
  /** Time over which noise is averaged, in milliseconds. */
  double millis();

  /** Share of the energy that stays at least, above 0, at most 1; 0.05 if it is not given. */
  double floor() default 0.05;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
