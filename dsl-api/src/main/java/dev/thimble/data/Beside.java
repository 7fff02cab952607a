package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads files that lie beside a class. */
final class Beside {
  /** What a file's bytes are read as. */
  @FunctionalInterface
  interface Form<T> {
    T read(InputStream file) throws IOException;
  }

  private Beside() {}

  static <T> T read(Class<?> type, String file, Form<T> form) {
    try (InputStream stream = type.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("no " + file + " beside " + type.getName());
      }
      return form.read(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
