package dev.thimble.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A directory for a build or a run. A temporary one is removed when closed, or at the latest when
 * the JVM ends.
 */
record WorkDirectory(Path path, boolean temporary) implements AutoCloseable {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(WorkDirectory::delete)));
  }

  static WorkDirectory open(Optional<Path> wanted) {
    try {
      if (wanted.isPresent()) {
        return new WorkDirectory(Files.createDirectories(wanted.get().toAbsolutePath()), false);
      }
      Path path = Files.createTempDirectory("thimble-");
      OPEN.add(path);
      return new WorkDirectory(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("No directory to work in", e);
    }
  }

  void write(String name, String text) {
    try {
      Path file = path.resolve(name);
      Files.createDirectories(file.resolveSibling(".").normalize());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (temporary) {
      delete(path);
      OPEN.remove(path);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A file that is still in use stays in the temporary directory: no reason to fail a test.
    }
  }
}
