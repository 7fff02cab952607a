package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the model may use. A budget that is exceeded is a compile error on its very value, with the
 * sum and the steps that cost most. What is not given is limited by the chip itself.
 *
 * <pre>{@code
 * @Budget(flash = 14 * KIB, ram = 1600)                 // on each device
 * @Budget(device = "stm32l476", ram = 8 * KIB)          // on this one
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(Budget.List.class)
public @interface Budget {
  /** 1,024 bytes: {@code 14 * Budget.KIB}; {@link Sizes#KIB} is the same, for a static import. */
  int KIB = Sizes.KIB;

  /** {@code mcu} of the {@link Device} that it binds; each device if it is not given. */
  String device() default "";

  /** Code and constants, in bytes. */
  long flash() default 0;

  /** Arena, state, inputs, outputs and the deepest stack, in bytes. */
  long ram() default 0;

  /** Several budgets; the compiler writes it. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    /** The budgets. */
    Budget[] value();
  }
}
