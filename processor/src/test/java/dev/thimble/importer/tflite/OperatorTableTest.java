package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps the table of docs/operators.md true. */
class OperatorTableTest {
  @Test
  void hasARowForEachOperatorThatIsRead() throws IOException {
    Path root = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    String page = Files.readString(root.resolve("docs").resolve("operators.md"));
    List<String> rows =
        Pattern.compile("(?m)^\\| ([A-Z0-9_]+) \\|")
            .matcher(page)
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(rows).isSorted().containsExactlyElementsOf(Operators.names());
  }
}
