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
 * @Budget(latencyMicros = 20_000, accuracy = 0.95)
 * @Budget(milliwatts = 1.0, every = 200)                // five inferences a second
 * @Budget(batteryMonths = 6, battery = CR2032, every = 60_000)
 * }</pre>
 *
 * <p>Flash, RAM and latency are upper bounds. Power and battery life are estimates from the
 * currents of data sheets: {@code sleep + duty * (active - sleep) + sensors}, with {@code duty} the
 * share of the time that the chip computes.
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

  /** Time of one inference at the device's clock, in microseconds. */
  long latencyMicros() default 0;

  /** Average power of chip and {@link Sensor}s, in milliwatts; needs {@link #every}. */
  double milliwatts() default 0;

  /** Time from one inference to the next, in milliseconds; the chip sleeps in between. */
  double every() default 0;

  /**
   * Of a model that takes a signal: how long chip and sensors listen in each {@link #every}, in
   * milliseconds; all the time if it is not given. Such a model needs no {@link #every} else.
   */
  double listen() default 0;

  /**
   * Life of the battery, in months of 30 days; needs {@link #battery} and {@link #every}. Estimates
   * end at ten years.
   */
  double batteryMonths() default 0;

  /** What feeds chip and sensors. */
  Battery battery() default Battery.CR2032;

  /**
   * Share of the samples of {@link TinyModel#evaluation} that the integer model must classify as
   * labelled, from 0 to 1.
   */
  double accuracy() default 0;

  /** Several budgets; the compiler writes it. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    /** The budgets. */
    Budget[] value();
  }
}
