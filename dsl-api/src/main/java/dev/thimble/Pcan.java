package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes loud and quiet places alike (automatic gain by channel, PCAN or PCEN): each bin or band is
 * divided by a power of what it had on average over some time, so that what is steady comes out
 * nearly the same however loud it is, and what begins stands out.
 *
 * <pre>{@code
 * @Filterbank(bands = 26, lowHz = 100, highHz = 7_600)    Signal mel;
 * @SubtractNoise(millis = 600)                            Signal clean;
 * @Pcan(millis = 400, strength = 0.95)                    Signal level;
 * @Log                                                    Signal features;
 * }</pre>
 *
 * {@code mean += (energy - mean) * (1 - exp(-hop / time)); result = energy / f / (1 + mean /
 * f)^strength}, with f the share {@code floor} of the largest energy, as in Wang et al., "Trainable
 * frontend for robust and far-field keyword spotting" (2017), without its root: take {@link Log}
 * behind it. A step of the result is 1/256. The power is made of a parabola for each octave, at
 * most 1.7 % or 0.07 dB off. The mean counts as 0 at the start.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Pcan {
  /** Time over which energies are averaged, in milliseconds. */
  double millis();

  /** The power, above 0; 1 takes loudness out altogether; 0.95 if it is not given. */
  double strength() default 0.95;

  /**
   * The share of the largest energy, 2^30 steps, below which sound stays as quiet as it is, 1e-6 to
   * 1; 1e-6 if it is not given.
   */
  double floor() default 1e-6;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
