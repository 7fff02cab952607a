package dev.thimble.declaration.files;

import dev.thimble.diagnostic.Problem;

/** Finds the files that a model names. */
public interface FileFinder {
  /**
   * Reads a file.
   *
   * @param name as the user wrote it, relative to the class
   * @throws Problem if it is nowhere or cannot be read; the text lists every place tried
   */
  FoundFile find(String name) throws Problem;
}
