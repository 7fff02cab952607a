package dev.thimble.testing;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a target's tools are installed.
 *
 * @param missing what is missing and which package brings it; empty if all is there
 */
public record Availability(Optional<String> missing) {

  /** All tools are there. */
  static final Availability YES = new Availability(Optional.empty());

  static Availability no(String reason) {
    return new Availability(Optional.of(reason));
  }

  /** Whether the target can build and run. */
  public boolean isAvailable() {
    return missing.isEmpty();
  }

  /** A sentence for a skipped test's report. */
  public String reason() {
    return missing.orElse("available");
  }

  /** This one if something is missing, else the other: a chain of needs. */
  Availability and(Supplier<Availability> other) {
    return isAvailable() ? other.get() : this;
  }
}
