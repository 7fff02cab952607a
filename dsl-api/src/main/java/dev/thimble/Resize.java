package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A picture of another size; both cover the same area.
 *
 * <pre>{@code
 * @Picture(width = 160, height = 120)  Tensor camera;
 * @Resize(width = 80, height = 60)     Tensor small;      // 60 x 80 x 1
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Resize {
  /** Pixels of a row. */
  int width();

  /** Rows. */
  int height();

  /** How a new pixel is made of old ones. */
  Resampling by() default Resampling.BILINEAR;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
