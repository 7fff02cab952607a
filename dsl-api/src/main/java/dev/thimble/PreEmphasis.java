package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Raises high frequencies as is done before speech is analysed: {@code y[i] = x[i] - coefficient *
 * x[i - 1]}, rounded to the nearest, and at most 16 bits. The coefficient is rounded to 1/16384.
 *
 * <pre>{@code
 * @Pcm(rate = 16_000)    Signal audio;
 * @PreEmphasis(0.97)     Signal bright;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface PreEmphasis {
  /** How much of the sample before goes, above 0, at most 1; 0.97 if it is not given. */
  double value() default 0.97;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
