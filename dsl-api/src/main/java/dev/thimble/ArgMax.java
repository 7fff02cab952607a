package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The class with the highest score; the first one of equals.
 *
 * <pre>{@code
 * @ArgMax(labels = {"none", "aedes", "anopheles"})  Decision species;      // 3 -> an index
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface ArgMax {
  /**
   * Names of the classes, one an element of the input; those of the {@link Softmax} before it, of a
   * {@link Network}'s metadata, or none, if they are not given. They become an enum in Java and
   * constants in C: {@code "no person"} gives {@code NO_PERSON}, {@code "7"} gives {@code DIGIT_7}.
   */
  String[] labels() default {};

  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
