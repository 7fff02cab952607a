package dev.thimble.importer.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/formats.md to the operators that are read. */
class OperatorTableTest {
  @Test
  void namesTheOperatorsThatAreRead() throws IOException {
    Path root = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    String page = Files.readString(root.resolve("docs/formats.md"));
    List<String> names =
        page.substring(page.indexOf("## ONNX") + 3)
            .lines()
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| ") && !line.startsWith("| ---"))
            .map(line -> line.split("\\|")[1].strip())
            .filter(cell -> !cell.equals("operator"))
            .flatMap(cell -> Arrays.stream(cell.split(", ")))
            .toList();
    assertThat(names).containsExactlyInAnyOrderElementsOf(Operators.names());
  }
}
