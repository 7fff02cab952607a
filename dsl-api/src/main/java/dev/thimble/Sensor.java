package dev.thimble;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A part beside the chip that draws current, so that estimates of power and battery life count it.
 * An ordinary digital microphone alone takes more than the chip.
 *
 * <pre>{@code
 * @Sensor(name = "wake-on-sound microphone", milliamps = 0.02)
 * @Sensor(name = "accelerometer", milliamps = 0.15, duty = 0.1)      // on for a tenth of the time
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(Sensor.List.class)
public @interface Sensor {
  /** What it is, for messages and the report. */
  String name() default "sensor";

  /** Its current while it is on, in milliamperes. */
  double milliamps();

  /** The share of the time that it is on: above 0, at most 1. */
  double duty() default 1;

  /** Several sensors; the compiler writes it. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    /** The sensors. */
    Sensor[] value();
  }
}
