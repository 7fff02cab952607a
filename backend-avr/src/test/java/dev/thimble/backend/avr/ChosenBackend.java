package dev.thimble.backend.avr;

import dev.thimble.backend.Backend;
import dev.thimble.backend.CTarget;
import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.backend.CostTable;
import dev.thimble.backend.Driver;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.testing.DeviceInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * AVRs with some claims before all others.
 *
 * @param chosen the claims of a kernel; where there are none, it is claimed as usual
 */
record ChosenBackend(Function<Kernel, List<Claim>> chosen) implements Backend {
  private static final AvrBackend AVR = new AvrBackend();

  @Override
  public String name() {
    return AVR.name();
  }

  @Override
  public List<Chip> chips() {
    return AVR.chips();
  }

  @Override
  public CTarget c(Chip chip) {
    return AVR.c(chip);
  }

  @Override
  public CostTable costs(Chip chip) {
    return AVR.costs(chip);
  }

  @Override
  public List<Claim> claims(Chip chip, Kernel kernel, Program program) {
    List<Claim> first = chosen.apply(kernel);
    return first.isEmpty() ? AVR.claims(chip, kernel, program) : first;
  }

  @Override
  public Optional<Driver> driver(
      Chip chip, List<Driver.Call> calls, Optional<Driver.Place> result) {
    return AVR.driver(chip, calls, result);
  }

  @Override
  public DeviceInfo device(Chip chip, long clockHz) {
    return AVR.device(chip, clockHz);
  }
}
