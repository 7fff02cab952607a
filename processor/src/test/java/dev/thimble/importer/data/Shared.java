package dev.thimble.importer.data;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models and golden vectors beside the checkout; tests do without where they are not there. */
public final class Shared {
  private Shared() {}

  public static Path folder() {
    return Path.of(System.getProperty("thimble.shared", "../../shared/data"));
  }

  /** All files of that kind in a folder, by name; none where the folder is not there. */
  public static List<Path> files(String folder, String suffix) throws IOException {
    Path path = folder().resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  public static ModelFile file(Path path) throws IOException {
    return new ModelFile(path.getFileName().toString(), Files.readAllBytes(path));
  }

  public static TensorFile arrays(Path path) throws IOException, Problem {
    return new NpzFormat().read(file(path));
  }

  public static String name(Path path) {
    return path.getFileName().toString().replaceAll("\\.[a-z0-9]+$", "");
  }
}
