package dev.thimble;

/**
 * Batteries by their usable charge, as their makers state it for small currents at room
 * temperature. Estimates of battery lives are made of it.
 */
public enum Battery {
  /** Lithium coin cell, 3 V: 225 mAh, loses about 1 % a year. */
  CR2032(225, 0.01),
  /** Lithium coin cell, 3 V: 620 mAh, loses about 1 % a year. */
  CR2450(620, 0.01),
  /** Alkaline AAA cells in series: 1,100 mAh, lose about 3 % a year. */
  ALKALINE_AAA(1100, 0.03),
  /** Alkaline AA cells in series: 2,500 mAh, lose about 3 % a year. */
  ALKALINE_AA(2500, 0.03);

  private final double milliampHours;
  private final double lossPerYear;

  Battery(double milliampHours, double lossPerYear) {
    this.milliampHours = milliampHours;
    this.lossPerYear = lossPerYear;
  }

  /** The usable charge, in milliampere-hours. */
  public double milliampHours() {
    return milliampHours;
  }

  /** The share of the charge that a battery loses in a year by itself. */
  public double lossPerYear() {
    return lossPerYear;
  }
}
