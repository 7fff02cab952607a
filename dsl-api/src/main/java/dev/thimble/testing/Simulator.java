package dev.thimble.testing;

import java.util.Arrays;
import java.util.Locale;

/** What can run a device's program. */
public enum Simulator {
  /** AVR, exact cycles. */
  SIMAVR,
  /** Cortex-M, executed instructions. */
  QEMU,
  /** Nothing: the C is compiled for the host only. */
  NONE;

  /** The word in {@code device.properties}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Simulator of(String key) {
    return Arrays.stream(values())
        .filter(simulator -> simulator.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown simulator " + key + ": simavr, qemu and none are known"));
  }
}
