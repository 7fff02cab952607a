package dev.thimble.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each message is shown by a test and explained in the documentation. */
class CatalogueTest {
  private static final Path MODULE =
      Files.isDirectory(Path.of("processor")) ? Path.of("processor") : Path.of("");

  @Test
  void codesAreUnique() {
    assertThat(codes()).doesNotHaveDuplicates();
  }

  @Test
  void eachMessageHasATest() throws IOException {
    String tests = tests();
    assertThat(codes().filter(code -> !tests.contains(code))).isEmpty();
  }

  @Test
  void eachMessageHasARowInTheDocumentation() throws IOException {
    Path page = Path.of(MODULE.toString().isEmpty() ? ".." : "", "docs", "diagnostics.md");
    List<String> documented =
        Pattern.compile("(?m)^\\| (TM\\d{4}) \\|")
            .matcher(Files.readString(page))
            .results()
            .map(r -> r.group(1))
            .toList();
    assertThat(documented).doesNotHaveDuplicates().isSorted();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(codes().toList());
  }

  private static Stream<String> codes() {
    return Arrays.stream(Message.class.getPermittedSubclasses())
        .flatMap(messages -> Arrays.stream(messages.getEnumConstants()))
        .map(message -> ((Message) message).code());
  }

  private static String tests() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(MODULE.resolve("src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
