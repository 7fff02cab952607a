package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.tflite.ModelWriter.Scale;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Functions of one tensor: each column says what a model of that operator alone really does. */
  @ParameterizedTest
  @ValueSource(ints = {11, 14, 19, 20, 21, 28, 47, 59, 73, 75, 76, 92, 98, 101, 111, 117, 152})
  void columnsOfFunctionsAreTrue(int code) throws IOException {
    Path root = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    String page = Files.readString(root.resolve("docs").resolve("operators.md"));
    String name = BuiltinNames.of(code);
    String[] row =
        page.lines()
            .filter(line -> line.startsWith("| " + name + " |"))
            .findFirst()
            .orElseThrow()
            .split("\\|");
    assertThat(row[2].strip().equals("yes"))
        .as(name + " int8")
        .isEqualTo(reads(code, TensorType.INT8));
    assertThat(row[3].strip().equals("yes"))
        .as(name + " int16")
        .isEqualTo(reads(code, TensorType.INT16));
  }

  /** Each operator that takes weights of four bits has vectors of TensorFlow Lite for them. */
  @Test
  void columnOfFourBitsIsTrue() throws IOException {
    Path root = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");
    String page = Files.readString(root.resolve("docs").resolve("operators.md"));
    List<String> rows =
        page.lines()
            .filter(line -> line.matches("\\| [A-Z0-9_]+ \\|.*"))
            .filter(line -> line.split("\\|")[4].strip().equals("yes"))
            .map(line -> line.split("\\|")[1].strip())
            .toList();
    assertThat(rows).containsExactly("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED");
    assertThat(TinyOperators.all()).containsKeys("conv_int4", "depthwise_int4", "dense_int4");
  }

  private static boolean reads(int code, TensorType type) {
    Scale out =
        code == 11
            ? Scale.of(1.0 / 128, 0)
            : type == TensorType.INT16
                ? Scale.of(1.0 / 32768, 0)
                : code == 14
                    ? Scale.of(1.0 / 256, -128)
                    : code == 28 ? Scale.of(1.0 / 128, 0) : Scale.of(0.5, 0);
    ModelWriter writer = new ModelWriter();
    int x =
        writer.tensor(type, new int[] {1, 4}, Scale.of(type == TensorType.INT16 ? 0.001 : 0.5, 0));
    int y = writer.tensor(type, new int[] {1, 4}, out);
    byte[] model = writer.operator(code, new int[] {x}, y).subgraph(new int[] {x}, y).write();
    try {
      ReferenceArithmetic.apply(
          new TfLiteImporter().read(new ModelFile("one.tflite", model)), Profile.TFLM);
      return true;
    } catch (Problem problem) {
      return false;
    }
  }
}
