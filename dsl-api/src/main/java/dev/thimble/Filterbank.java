package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The energy of bands of a spectrum: each is a triangle that reaches from the middle of the band
 * below to the middle of the one above, on the mel scale {@code 2595 log10(1 + f / 700)} or evenly.
 *
 * <pre>{@code
 * @Power                                                 Signal power;
 * @Filterbank(bands = 16, lowHz = 200, highHz = 1_200)   Signal bands;
 * }</pre>
 *
 * <p>Reads the energies of {@link Power}, gives {@code [bands]}, 32 bits. Weights have steps of
 * 1/256; what a band does not take of a bin its neighbour takes, so no energy is lost.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Filterbank {
  /** Number of bands, 1 to 128. */
  int bands();

  /** Lower end of the lowest band, in hertz. */
  double lowHz();

  /** Upper end of the highest band, in hertz; at most half the rate. */
  double highHz();

  /** How bands divide the range; {@link BandScale#MEL} if it is not given. */
  BandScale scale() default BandScale.MEL;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
