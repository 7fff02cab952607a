package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The cluster with the smallest distance; the first one of equals.
 *
 * <pre>{@code
 * @Nearest(labels = {"idle", "running"})  Decision state;      // 2 -> an index
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Nearest {
  /** Names of the clusters, one an element of the input, as for {@link ArgMax}; or none. */
  String[] labels() default {};

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
