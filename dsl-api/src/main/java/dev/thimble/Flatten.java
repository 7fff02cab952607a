package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * All elements in one row.
 *
 * <pre>{@code
 * @Flatten  Tensor row;      // 4x4x12 -> 192
 * }</pre>
 *
 * Elements stay where they are, so it costs nothing: row, column, channel. A {@link Dense} behind
 * it knows the order that its weights were trained in ({@link WeightLayout}). It may be left out
 * before a {@link Dense}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Flatten {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
