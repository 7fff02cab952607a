package dev.thimble.backend;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a chip draws, as its data sheet says. A figure that is not known stays empty.
 *
 * @param supplyVolts the supply that is taken where the user gives none
 * @param active currents while it computes; none if they are not known
 * @param sleepMicroamps current while it sleeps with a timer that wakes it
 * @param wakeCycles cycles from the timer to the first instruction
 * @param source where the figures stand
 */
public record PowerFacts(
    double supplyVolts,
    List<Active> active,
    OptionalDouble sleepMicroamps,
    int wakeCycles,
    String source) {
  /** A current at a clock and a supply. */
  public record Active(long clockHz, double volts, double milliamps) {}

  /** Copies the list. */
  public PowerFacts {
    active = List.copyOf(active);
  }

  /** Nothing is known but the usual supply. */
  public static PowerFacts unknown(double supplyVolts) {
    return new PowerFacts(supplyVolts, List.of(), OptionalDouble.empty(), 0, "");
  }

  /**
   * The current at a clock, from the point whose supply is nearest: dynamic current grows with the
   * clock, and with the supply.
   */
  public OptionalDouble activeMilliamps(long clockHz, double volts) {
    double nearest = Double.POSITIVE_INFINITY;
    OptionalDouble milliamps = OptionalDouble.empty();
    for (Active point : active) {
      double distance = Math.abs(point.volts() - volts);
      if (distance < nearest) {
        nearest = distance;
        double scale = (double) clockHz / point.clockHz() * volts / point.volts();
        milliamps = OptionalDouble.of(point.milliamps() * scale);
      }
    }
    return milliamps;
  }
}
