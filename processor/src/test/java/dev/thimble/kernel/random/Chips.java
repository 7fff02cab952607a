package dev.thimble.kernel.random;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;

/** Chips by their names. */
public final class Chips {
  private Chips() {}

  /** The backend's chip of that name, which must be there. */
  public static Chip of(Backend backend, String mcu) {
    return backend.chips().stream().filter(c -> c.mcu().equals(mcu)).findFirst().orElseThrow();
  }
}
