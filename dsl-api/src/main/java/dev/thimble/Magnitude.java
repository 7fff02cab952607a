package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The magnitude of each bin of an {@link Fft}: {@code [points / 2 + 1]}, 16 bits, the block's
 * scaling taken back.
 *
 * <pre>{@code
 * @Fft         Signal bins;
 * @Magnitude   Signal loudness;
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Magnitude {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
