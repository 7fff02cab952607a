package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Arrays and numbers beside the checkout, as integers. */
final class SharedData {
  private SharedData() {}

  static boolean isThere() {
    return Files.isDirectory(Shared.folder());
  }

  static TensorFile arrays(String path) throws IOException, Problem {
    return Shared.arrays(Shared.folder().resolve(path));
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
