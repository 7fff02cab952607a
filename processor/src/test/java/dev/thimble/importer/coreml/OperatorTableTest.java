package dev.thimble.importer.coreml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/formats.md to what is read. */
class OperatorTableTest {
  @Test
  void namesTheOperationsThatAreRead() throws IOException {
    assertThat(cells("ML programs:", 2))
        .containsExactlyInAnyOrderElementsOf(ProgramOperators.names());
  }

  @Test
  void namesTheLayersThatAreRead() throws IOException {
    assertThat(cells("Neural networks,", 1))
        .containsExactlyInAnyOrderElementsOf(LayerOperators.names());
  }

  private static List<String> cells(String after, int column) throws IOException {
    Path root = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    String page = Files.readString(root.resolve("docs/formats.md"));
    return page.substring(page.indexOf(after))
        .lines()
        .dropWhile(line -> !line.startsWith("| ---"))
        .skip(1)
        .takeWhile(line -> line.startsWith("|"))
        .flatMap(line -> Arrays.stream(line.split("\\|")[column].strip().split(", ")))
        .toList();
  }
}
