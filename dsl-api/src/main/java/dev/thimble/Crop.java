package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A part of a picture, the middle one unless {@code left} and {@code top} say another.
 *
 * <pre>{@code
 * @Picture(width = 160, height = 120)       Tensor camera;
 * @Crop(width = 96, height = 96, top = 24)  Tensor table;     // 96 x 96 x 1
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Crop {
  /** Pixels of a row. */
  int width();

  /** Rows. */
  int height();

  /** Columns before the first one that is kept; half of what is too much if it is not given. */
  int left() default 0;

  /** Rows before the first one that is kept; half of what is too much if it is not given. */
  int top() default 0;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
