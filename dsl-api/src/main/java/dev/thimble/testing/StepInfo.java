package dev.thimble.testing;

import java.util.Objects;
import java.util.Optional;

/**
 * A step of a model.
 *
 * @param index its place in the list of steps, which is what the trace macro is called with
 * @param name the field's name in the annotated class
 * @param function the C function that computes it, where there is one
 * @param bytes the size of its result
 */
public record StepInfo(int index, String name, Optional<String> function, int bytes) {

  /** Checks that nothing is null. */
  public StepInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(function, "function");
  }

  /** A step with a function of its own. */
  public StepInfo(int index, String name, String function, int bytes) {
    this(index, name, Optional.of(function), bytes);
  }
}
