package dev.thimble.declaration.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** One place where a file may lie. */
interface SearchPlace {
  /** The place as it is shown. */
  String shown();

  /**
   * Opens the file there.
   *
   * @throws IOException if it is not there
   */
  InputStream open() throws IOException;

  /** The folder of that name there, for formats that are folders; empty if there is none. */
  default Optional<Path> folder() {
    return Optional.empty();
  }
}
