package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where a signal has peaks: samples at least as large as the one before, larger than the one after,
 * and not below a height; then none for a while. Each channel for itself.
 *
 * <pre>{@code
 * @Samples(rate = 100)                                             Signal force;
 * @Filter(value = FilterKind.LOW_PASS, hz = 5)                     Signal smooth;
 * @Peaks(least = 1_200, apartMillis = 300)                         Signal steps;
 * @Recent(frames = 100, hop = 100)                                 Tensor second;
 * }</pre>
 *
 * Gives a sample for each sample, one later: the peak's height where there is one, 0 else.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Peaks {
  /** The smallest height that counts, above 0, in the signal's reals. */
  double least();

  /** Time after a peak in which there is no other, in milliseconds; 0 if it is not given. */
  double apartMillis() default 0;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
