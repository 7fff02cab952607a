package dev.thimble.plan;

import dev.thimble.Battery;

/**
 * The average current of chip and sensors: an estimate from data sheets.
 *
 * @param sleepMicroamps of the chip asleep, over the whole time
 * @param computingMicroamps what computing adds to it, averaged
 * @param sensorMicroamps of the sensors, averaged
 * @param volts the supply
 */
public record PowerEstimate(
    double sleepMicroamps, double computingMicroamps, double sensorMicroamps, double volts) {
  private static final double HOURS_PER_MONTH = 30 * 24;
  private static final double MONTHS_PER_YEAR = 365.25 / 30;

  /** Estimates end here. */
  private static final double MOST_MONTHS = 10 * MONTHS_PER_YEAR;

  /**
   * {@code sleep + duty * (active - sleep) + sensors}.
   *
   * @param busyMicros time that one inference keeps the chip awake
   * @param everyMillis time from one inference to the next; a longer inference never sleeps
   */
  public static PowerEstimate of(
      double activeMilliamps,
      double sleepMicroamps,
      double sensorMilliamps,
      double volts,
      double busyMicros,
      double everyMillis) {
    double duty = Math.min(1, busyMicros / (everyMillis * 1000));
    double computing = duty * (activeMilliamps * 1000 - sleepMicroamps);
    return new PowerEstimate(sleepMicroamps, computing, sensorMilliamps * 1000, volts);
  }

  /** The average current, in microamperes. */
  public double microamps() {
    return sleepMicroamps + computingMicroamps + sensorMicroamps;
  }

  /** The average power, in milliwatts. */
  public double milliwatts() {
    return microamps() * volts / 1000;
  }

  /** How long the battery lasts, its own loss counted, in months of 30 days. */
  public double months(Battery battery) {
    double lossPerMonth = battery.milliampHours() * battery.lossPerYear() / MONTHS_PER_YEAR;
    double perMonth = microamps() / 1000 * HOURS_PER_MONTH + lossPerMonth;
    return Math.min(MOST_MONTHS, battery.milliampHours() / perMonth);
  }
}
