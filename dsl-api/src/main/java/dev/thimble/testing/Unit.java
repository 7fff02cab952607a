package dev.thimble.testing;

import java.util.Locale;

/** What a run's figures count. */
public enum Unit {
  /** Exact clock cycles: simavr. */
  CYCLES,
  /** Executed instructions, exact too: QEMU. */
  INSTRUCTIONS,
  /** Wall time on this host: a hint, nothing to assert. */
  NANOSECONDS;

  /** The word in lower case, as one writes it after a number. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
