package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Rows and columns added around a picture.
 *
 * <pre>{@code
 * @Pad(top = 1, left = 1)  Tensor padded;        // 8x8x3 -> 9x9x3
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Pad {
  /** Rows above. */
  int top() default 0;

  /** Rows below. */
  int bottom() default 0;

  /** Columns on the left. */
  int left() default 0;

  /** Columns on the right. */
  int right() default 0;

  /** The real value of what is added. */
  double value() default 0;

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
