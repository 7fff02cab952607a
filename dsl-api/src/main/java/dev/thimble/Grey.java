package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A picture in colour as one in grey: {@code (38 red + 75 green + 15 blue + 64) / 128}, rounded
 * down.
 *
 * <pre>{@code
 * @Picture(width = 96, height = 96, format = PictureFormat.RGB888)  Tensor camera;
 * @Grey                                                             Tensor grey;   // 96 x 96 x 1
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Grey {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
