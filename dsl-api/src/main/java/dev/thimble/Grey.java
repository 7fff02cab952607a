package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A picture in colour as one in grey: {@code (38 red + 75 green + 15 blue + 64) / 128}, rounded
 * down.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.FIELD)
public @interface Grey {
  /** Name of the step that feeds this one; the field above if it is not given. */
  String from() default "";
}
