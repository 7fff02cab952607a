package dev.thimble.plan;

import dev.thimble.backend.Driver;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Code of the backend's own for the functions around the kernels; where there is none, they are C.
 *
 * @param start puts an instance into its initial state
 * @param run runs the kernels
 * @param push takes samples, and runs the kernels when there are enough
 */
public record Around(Optional<Driver> start, Optional<Driver> run, Optional<Driver> push) {
  /** Whether there is any. */
  public boolean isEmpty() {
    return all().findAny().isEmpty();
  }

  /** Flash of all of it. */
  int bytes() {
    return all().mapToInt(driver -> driver.cost().codeBytes()).sum();
  }

  private Stream<Driver> all() {
    return Stream.of(start, run, push).flatMap(Optional::stream);
  }
}
