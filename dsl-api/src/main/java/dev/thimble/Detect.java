package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Whether something was just heard or done: 1 where the mean of a score over some time reaches a
 * threshold, and then 0 for a while, so that one word is one detection; 0 else.
 *
 * <pre>{@code
 * @Softmax                                                                        Tensor scores;
 * @Detect(label = 1, threshold = 0.9, smoothMillis = 200, refractoryMillis = 1_000)  Decision wake;
 * }</pre>
 *
 * With {@code release} there is no further one before the mean was below that, too (hysteresis);
 * with {@code debounceMillis} the mean must stay at the threshold for so long; and with {@code
 * lasting} the decision is 1 for as long as it lasts, not once:
 *
 * <pre>{@code
 * @Goertzel(size = 256, hz = 440)                                                 Signal tone;
 * @Detect(threshold = 0.2, release = 0.1, lasting = true, debounceMillis = 100)    Decision sounds;
 * }</pre>
 *
 * Scores are real numbers, such as those of {@link Softmax} or of a network's last layer, or a
 * signal's of at most 16 bits. Times are rounded to whole scores, one at least. Before there are so
 * many scores the missing ones count as 0. The accuracy of such a model is that of the scores.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Detect {
  /** Which of the scores; the first if it is not given. */
  int label() default 0;

  /** The mean score from which on it counts, above 0. */
  double threshold();

  /** Time over which scores are averaged, in milliseconds; one score if it is not given. */
  int smoothMillis() default 0;

  /** Time after a detection in which there is no other, in milliseconds; 0 if it is not given. */
  int refractoryMillis() default 0;

  /** The mean below which it has ended; the threshold if it is not given. */
  double release() default 0;

  /** Time for which the mean must stay, in milliseconds; one score if it is not given. */
  int debounceMillis() default 0;

  /** Whether it is 1 until it has ended, not only where it begins. */
  boolean lasting() default false;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
