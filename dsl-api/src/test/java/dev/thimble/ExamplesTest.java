package dev.thimble;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each annotation has an example in its documentation, and all examples compile. */
class ExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/thimble");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?s)<pre>\\{@code\n(.*?)\n \\* \\}</pre>");

  /** Steps. */
  private static final Pattern FIELDS = Pattern.compile("(?m)(Tensor|Signal|Decision)\\s+\\w+;");

  @TempDir Path folder;

  private static List<Path> annotations() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  @Test
  void everyAnnotationHasOne() throws IOException {
    List<String> without = new ArrayList<>();
    for (Path file : annotations()) {
      String text = Files.readString(file);
      if (text.contains("public @interface") && !EXAMPLE.matcher(text).find()) {
        without.add(file.getFileName().toString());
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void allCompile() throws IOException {
    List<String> wrong = new ArrayList<>();
    int count = 0;
    for (Path file : annotations()) {
      Matcher example = EXAMPLE.matcher(Files.readString(file));
      while (example.find()) {
        String code = example.group(1).replaceAll("(?m)^ \\* ?", "");
        String said = compiled(whole(code, count));
        if (!said.isEmpty()) {
          wrong.add(file.getFileName() + ":\n" + code + "\n" + said);
        }
        count++;
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(count).isGreaterThan(30);
  }

  /** A file of its own: steps get a class, annotations of a class one without steps. */
  private static String whole(String code, int number) {
    String imports =
        code.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
    String body =
        code.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
    if (body.contains("(Digits.class)")) {
      body += "\nfinal class Digits {}";
    }
    boolean complete =
        Pattern.compile("(?m)^\\s*(public |abstract |final )*class ").matcher(body).find();
    if (!complete && FIELDS.matcher(body).find()) {
      body = "final class E" + number + " {\n" + body + "\n}";
    } else if (!complete && body.stripLeading().startsWith("@")) {
      body = body + "\nfinal class E" + number + " {}";
    } else if (!complete) {
      body = "final class E" + number + " {\nvoid f() throws Exception {\n" + body + "\n}\n}";
    }
    return "import dev.thimble.*;\nimport dev.thimble.data.*;\nimport dev.thimble.testing.*;\n"
        + "import java.nio.file.*;\n"
        + constants()
        + imports
        + "\n"
        + body;
  }

  /** Constants are imported statically, as users do. */
  private static String constants() {
    return Stream.of(
            "Activation",
            "Padding",
            "Sizes",
            "WeightLayout",
            "Battery",
            "Precision",
            "Statistic",
            "Distance",
            "FrontendProfile",
            "NetworkProfile",
            "BandScale")
        .map(name -> "import static dev.thimble." + name + ".*;\n")
        .collect(Collectors.joining());
  }

  /** Where the annotations' classes lie. */
  private static String language() {
    try {
      return Path.of(Tensor.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String compiled(String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    SimpleJavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///E.java"), SimpleJavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignored) {
            return source;
          }
        };
    List<String> options = List.of("-proc:none", "-d", folder.toString(), "-cp", language());
    boolean right = compiler.getTask(said, null, null, options, null, List.of(file)).call();
    return right ? "" : said.toString();
  }
}
