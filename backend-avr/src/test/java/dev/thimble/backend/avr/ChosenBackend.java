package dev.thimble.backend.avr;

import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.kernel.Kernel;
import java.util.List;
import java.util.function.Function;

/** AVRs with some claims before all others. */
final class ChosenBackend extends WrappedAvr {
  private final Function<Kernel, List<Claim>> chosen;

  /**
   * Such AVRs.
   *
   * @param chosen the claims of a kernel; where there are none, it is claimed as usual
   */
  ChosenBackend(Function<Kernel, List<Claim>> chosen) {
    this.chosen = chosen;
  }

  @Override
  public List<Claim> claims(Chip chip, Kernel kernel) {
    List<Claim> first = chosen.apply(kernel);
    return first.isEmpty() ? super.claims(chip, kernel) : first;
  }
}
