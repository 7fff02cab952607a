package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Figures of each channel of a window, for classifiers of motion and vibration.
 *
 * <pre>{@code
 * @Samples(rate = 400, channels = 3)                   Signal accelerometer;
 * @Recent(frames = 64, hop = 64)                       Tensor window;        // [64, 3]
 * @Statistics({RMS, PEAK_TO_PEAK, ZERO_CROSSINGS})     Tensor features;      // [9]: three of x, three of y, three of z
 * @Normalise(data = "train.npz")                       Tensor scaled;
 * }</pre>
 *
 * Gives 32-bit integers, channel by channel, in the order of the annotation; {@link
 * Statistic#CORRELATION} comes last. Integers throughout: {@link Statistic} has the definitions.
 * Sums of squares are taken of readings rounded to as many bits as 32-bit sums allow, of 64
 * readings the 12 below the largest: a variance or a root is exact to 1 in 200 or half a step where
 * it is not far below the largest reading; a skew, a kurtosis or a correlation to some hundredths.
 *
 * <p>Data files hold these figures under the step's name, as the twin gives them, or the windows.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Statistics {
  /** Which figures, each once. */
  Statistic[] value();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
