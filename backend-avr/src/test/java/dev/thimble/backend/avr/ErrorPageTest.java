package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each declaration of docs/errors.md gives the output that stands behind it, on both compilers.
 * With {@code -Dthimble.write=true} the page is written anew.
 */
class ErrorPageTest {
  private static final Path PAGE = Path.of("../docs/errors.md");
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", Pattern.DOTALL);
  private static final String HEAD =
      "package ex; import dev.thimble.*; import static dev.thimble.Activation.*;";

  @TempDir Path folder;

  @Test
  void saysWhatIsPrinted() throws IOException {
    String page = Files.readString(PAGE);
    Matcher example = EXAMPLE.matcher(page);
    StringBuilder fresh = new StringBuilder();
    int examples = 0;
    int end = 0;
    while (example.find()) {
      String source = example.group(1);
      String javac = printed(fixture(source).javac());
      assertThat(printed(fixture(source).eclipse())).as(source).isEqualTo(javac);
      fresh.append(page, end, example.start());
      fresh.append("```java\n" + source + "```\n\n```text\n" + javac + "```\n");
      end = example.end();
      examples++;
    }
    fresh.append(page.substring(end));
    if (Boolean.getBoolean("thimble.write")) {
      Files.writeString(PAGE, fresh.toString());
    }
    assertThat(examples).isGreaterThanOrEqualTo(10);
    assertThat(fresh.toString()).isEqualTo(Files.readString(PAGE));
  }

  private Fixture fixture(String source) {
    Npz weights =
        new Npz()
            .random("hidden.weight", 32, 64)
            .random("hidden.bias", 32)
            .random("logits.weight", 10, 32)
            .random("logits.bias", 10)
            .random("edges.weight", 16, 1, 3, 3)
            .random("scores.weight", 10, 1024);
    Npz keras = new Npz().random("hidden.weight", 64, 32).random("logits.weight", 32, 10);
    return Fixture.in(folder)
        .java(HEAD + "\n" + source)
        .data("digits.npz", weights.bytes())
        .data("keras.npz", keras.bytes())
        .data("train.npz", new Npz().random("x", 40, 8, 8, 1).bytes());
  }

  /** The errors as {@code file:line: [code] text}, lines counted from the first one on the page. */
  private static String printed(Compiled compiled) {
    return compiled.said().stream()
        .filter(Compiled.Said::error)
        .map(
            said -> said.file() + ":" + (said.line() - 1) + ": [" + said.code() + "] " + text(said))
        .collect(Collectors.joining());
  }

  /** Compilers indent further lines differently. The chips of the tests are not the user's. */
  private static String text(Compiled.Said said) {
    List<String> lines = said.text().lines().toList();
    int least =
        lines.stream()
            .skip(1)
            .mapToInt(line -> line.length() - line.stripLeading().length())
            .min()
            .orElse(0);
    StringBuilder text = new StringBuilder(lines.get(0) + "\n");
    lines.stream().skip(1).forEach(line -> text.append("  " + line.substring(least) + "\n"));
    return text.toString().replaceAll("Known are .*", "Known are ... (all of them).");
  }
}
