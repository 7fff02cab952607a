package dev.thimble.testing;

import java.util.Objects;

/**
 * An input or output of a model.
 *
 * @param name the step's name, which is also the accessor's: {@code digits_<name>(&model)}
 * @param bytes the size of its array
 */
public record Port(String name, int bytes) {

  /** Checks the name and the size. */
  public Port {
    Objects.requireNonNull(name, "name");
    if (bytes <= 0) {
      throw new IllegalArgumentException("Port " + name + " has " + bytes + " bytes");
    }
  }
}
