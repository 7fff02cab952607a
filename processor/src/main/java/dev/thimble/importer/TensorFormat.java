package dev.thimble.importer;

import dev.thimble.diagnostic.Problem;

/**
 * Reads one format of named arrays. Implementations have a constructor without parameters and are
 * registered by {@code @AutoService(TensorFormat.class)}.
 */
public interface TensorFormat {
  /**
   * Whether this is the reader of such a file.
   *
   * @param fileName as the user wrote it
   * @param head at most the first 64 bytes
   */
  boolean accepts(String fileName, byte[] head);

  /** What the format is called, such as {@code .safetensors}. */
  String format();

  /**
   * Reads and checks the whole file.
   *
   * @throws Problem if the file is broken or holds what is not supported
   */
  TensorFile read(ModelFile file) throws Problem;
}
