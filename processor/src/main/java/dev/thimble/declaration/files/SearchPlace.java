package dev.thimble.declaration.files;

import java.io.IOException;
import java.io.InputStream;

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
}
