package dev.thimble.processor;

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
   * A file of a library, for the folder of {@code -Athimble.export}; dropped without one.
   *
   * @param path relative to that folder, with slashes
   * @param text its content
   */
  record Export(String path, String text) implements OutputFile {}
}
