package dev.thimble.processor;

import dev.thimble.emit.export.LibraryFile;
import java.util.List;
import java.util.function.Supplier;

/** A file that a compilation writes. */
public sealed interface OutputFile {
  /**
   * A Java source.
   *
   * @param qualifiedName the class
   * @param text its source
   */
  record Java(String qualifiedName, String text) implements OutputFile {}

  /**
   * A file in the class output.
   *
   * @param path relative to the root, with slashes
   * @param bytes its content
   */
  record Resource(String path, byte[] bytes) implements OutputFile {
    @Override
    public String toString() {
      return path + " (" + bytes.length + " bytes)";
    }
  }

  /**
   * The files of a library, for the folder of {@code -Athimble.export}; never made without one.
   *
   * @param folder relative to that folder, with slashes
   * @param files makes them
   */
  record Export(String folder, Supplier<List<LibraryFile>> files) implements OutputFile {}
}
