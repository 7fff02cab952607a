package dev.thimble.backend.avr;

import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.kernel.Kernel;
import dev.thimble.testing.DeviceInfo;
import java.util.List;
import java.util.Optional;

/** AVRs as they are, of which tests change something. */
abstract class WrappedAvr implements Backend {
  static final AvrBackend AVR = new AvrBackend();

  @Override
  public final String name() {
    return AVR.name();
  }

  @Override
  public final List<Chip> chips() {
    return AVR.chips();
  }

  @Override
  public CTarget c(Chip chip) {
    return AVR.c(chip);
  }

  @Override
  public final CostTable costs(Chip chip) {
    return AVR.costs(chip);
  }

  @Override
  public List<Claim> claims(Chip chip, Kernel kernel) {
    return AVR.claims(chip, kernel);
  }

  @Override
  public final Optional<Driver> driver(
      Chip chip, List<Driver.Call> calls, Optional<Driver.Place> result) {
    return AVR.driver(chip, calls, result);
  }

  @Override
  public final DeviceInfo device(Chip chip, long clockHz) {
    return AVR.device(chip, clockHz);
  }
}
