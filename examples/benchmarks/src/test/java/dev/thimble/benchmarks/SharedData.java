package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models and golden vectors beside the checkout. */
final class SharedData {
  private SharedData() {}

  static Path folder() {
    return Path.of(System.getProperty("thimble.shared", "../../../shared/data"));
  }

  static boolean isThere() {
    return Files.isDirectory(folder());
  }

  static List<Path> files(String folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(folder))) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  static ModelFile file(Path path) throws IOException {
    return new ModelFile(path.getFileName().toString(), Files.readAllBytes(path));
  }

  static TensorFile arrays(String path) throws IOException, Problem {
    return new NpzFormat().read(file(folder().resolve(path)));
  }

  static String name(Path path) {
    return path.getFileName().toString().replaceAll("\\.[a-z0-9]+$", "");
  }

  static long[] integers(Array array) {
    assertThat(array.data()).as(array.name()).isInstanceOf(Constant.Integers.class);
    return ((Constant.Integers) array.data()).values();
  }

  /** The numbers of a text file. */
  static long[] numbers(Path csv) throws IOException {
    return Stream.of(Files.readString(csv).split("[,\\s]+"))
        .filter(text -> !text.isEmpty())
        .mapToLong(Long::parseLong)
        .toArray();
  }
}
