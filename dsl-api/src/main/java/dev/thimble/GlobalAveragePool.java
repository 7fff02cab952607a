package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The mean of each channel over the whole picture.
 *
 * <pre>{@code
 * @GlobalAveragePool  Tensor summary;      // 7x7x64 -> 64
 * }</pre>
 *
 * Takes {@code height x width x channels} (or {@code time x features}) and gives {@code channels}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface GlobalAveragePool {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
