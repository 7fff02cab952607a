package dev.thimble.diagnostic;

import static dev.thimble.diagnostic.Message.Severity.ERROR;
import static dev.thimble.diagnostic.Message.Severity.NOTE;
import static dev.thimble.diagnostic.Message.Severity.WARNING;

/** Budgets and devices: TM21xx. */
public enum BudgetMessage implements Message {
  /** A fault of the processor: never the user's. */
  TM2101_NO_DEVICE(
      ERROR,
      "%s has no @Device. Add one, such as @Device(mcu = \"atmega328p\", clockHz = 16_000_000)."),
  TM2102_UNKNOWN_DEVICE(
      ERROR,
      "mcu = \"%s\" is not known.%s Known are %s. Another chip is described by core, flash, ram and"
          + " clockHz."),
  TM2103_OVER_BUDGET(ERROR, "%s on %s: %s = %s is exceeded by %s: it needs %s.%s"),
  TM2104_CHIP_TOO_SMALL(ERROR, "%s on %s: the chip's %s of %s is exceeded by %s: it needs %s.%s"),
  /** A number that leaves the range of the type that holds it. */
  TM2105_OVERFLOW(
      ERROR,
      "%s: no proof that the integers hold: %s. Such weights or scales are far out of the ordinary:"
          + " check the file."),
  /** A life of the battery or an accuracy that is not reached. */
  TM2106_BELOW_BUDGET(ERROR, "%s on %s: %s = %s is missed by %s: it is %s.%s"),
  /** A power budget on a chip whose currents are not known. */
  TM2107_UNKNOWN_CURRENT(
      ERROR,
      "%s on %s: %s cannot be estimated: its %s is not known here. Give that of the data sheet:"
          + " @Device(mcu = \"%s\", %s = ...)."),
  /** A run that may not end before the next one begins. */
  TM2108_MAY_LAG(
      WARNING,
      "%s on %s: a run may take up to %,d microseconds, and %,d after it the next one is due. The"
          + " first figure is an upper bound: measure it, or raise clockHz."),
  /** A chip of the user's with a core that no backend compiles for. */
  TM2109_UNKNOWN_CORE(ERROR, "core = \"%s\" is not known.%s Known are %s."),
  /** What a search for widths chose. */
  TM2110_WIDTHS(NOTE, "%s: precision = AUTO: %s of %d layers%s.%s"),
  /** A search that takes a while. */
  TM2111_SEARCHING(NOTE, "%s: searching for the widths of %d layers; this may take some seconds.");

  private final Severity severity;
  private final String template;

  BudgetMessage(Severity severity, String template) {
    this.severity = severity;
    this.template = template;
  }

  @Override
  public Severity severity() {
    return severity;
  }

  @Override
  public String template() {
    return template;
  }
}
