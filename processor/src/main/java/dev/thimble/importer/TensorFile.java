package dev.thimble.importer;

import java.util.Optional;
import java.util.Set;

/** A file of named arrays: trained weights, or data to calibrate with. */
public interface TensorFile {
  /** The names of all arrays, in the file's order. */
  Set<String> names();

  /** The array of that name. */
  Optional<Array> find(String name);
}
