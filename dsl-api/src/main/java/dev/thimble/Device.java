package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A chip that the model is written for. Repeat it for several chips.
 *
 * <pre>{@code
 * @Device(mcu = "atmega328p", clockHz = 16_000_000)
 * @Device(mcu = "stm32l476", clockHz = 48_000_000, supplyVolts = 1.8)
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(Device.List.class)
public @interface Device {
  /** The chip's name, such as {@code "atmega328p"}. */
  String mcu();

  /** Frequency of the core, in hertz; the chip's highest if it is not given. */
  long clockHz() default 0;

  /** Supply, in volts; the chip's usual one if it is not given. */
  double supplyVolts() default 0;

  /**
   * Current while the chip computes at this clock, in milliamperes; if it is not given, that of the
   * data sheet, where it is known.
   */
  double activeMilliamps() default 0;

  /**
   * Current while the chip sleeps with a timer that wakes it, in microamperes; if it is not given,
   * that of the data sheet, where it is known.
   */
  double sleepMicroamps() default 0;

  /** Several chips; the compiler writes it. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    /** The chips. */
    Device[] value();
  }
}
