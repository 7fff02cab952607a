package dev.thimble.plan;

import dev.thimble.Optimise;
import dev.thimble.backend.Chip;
import java.util.Optional;

/**
 * What the choice among several claims of a kernel is made by.
 *
 * @param optimise what is preferred
 * @param flash the most that the model may take, in bytes
 * @param spent up to so much is spent on speed
 * @param ram the most that the model may take with the stack
 */
public record Wishes(Optimise optimise, long flash, long spent, long ram) {
  /** No wishes but that the model fits the chip. */
  public static Wishes none(Chip chip) {
    return of(Optimise.BALANCED, chip);
  }

  /** The same with a preference: a program around the model keeps a quarter of the chip's flash. */
  public static Wishes of(Optimise optimise, Chip chip) {
    return new Wishes(optimise, chip.flashBytes(), chip.flashBytes() * 3L / 4, chip.ramBytes());
  }

  /** The same within further limits. */
  public Wishes within(Optional<Long> flashLimit, Optional<Long> ramLimit) {
    long most = Math.min(flash, flashLimit.orElse(flash));
    return new Wishes(
        optimise,
        most,
        flashLimit.isPresent() ? most : Math.min(spent, most),
        Math.min(ram, ramLimit.orElse(ram)));
  }
}
