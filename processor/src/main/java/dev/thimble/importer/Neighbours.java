package dev.thimble.importer;

import dev.thimble.diagnostic.Problem;
import java.util.Optional;

/** The files in the folder of a model's file: some formats keep their numbers in them. */
@FunctionalInterface
public interface Neighbours {
  /** A file that lies alone. */
  Neighbours NONE = name -> Optional.empty();

  /**
   * The contents of a file.
   *
   * @param name relative to the model's folder, and inside of it
   * @return empty if it is not there; must not be changed
   * @throws Problem if it cannot be read, or its name is not one
   */
  Optional<byte[]> read(String name) throws Problem;
}
