package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The same elements in another shape.
 *
 * <pre>{@code
 * @Reshape({8, 8, 1})  Tensor picture;     // 64 -> 8x8x1
 * @Reshape({-1, 6})    Tensor frames;      // 192 -> 32x6
 * }</pre>
 *
 * Elements stay where they are, in the order row, column, channel whatever the {@link
 * WeightLayout}, so it costs nothing.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Reshape {
  /** The extents, outermost first; one of them may be -1: as many as are left. */
  int[] value();

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
