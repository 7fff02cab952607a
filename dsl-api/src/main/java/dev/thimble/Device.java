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
 *
 * <p>A chip that is not in the tables is described where it is named:
 *
 * <pre>{@code
 * @Device(mcu = "max32655", core = "cortex-m4", flash = 512 * KIB, ram = 128 * KIB, clockHz = 100_000_000)
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(Device.List.class)
public @interface Device {
  /** The chip's name, such as {@code "atmega328p"}. */
  String mcu();

  /**
   * The core of a chip that is not known by its name, such as {@code "cortex-m4"}; then {@code
   * flash}, {@code ram} and {@code clockHz} are needed too.
   */
  String core() default "";

  /**
   * Flash for program and constants, in bytes; the chip's own if it is not given. Less than that
   * keeps room for a boot loader, say.
   */
  long flash() default 0;

  /** RAM, in bytes; the chip's own if it is not given. */
  long ram() default 0;

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
