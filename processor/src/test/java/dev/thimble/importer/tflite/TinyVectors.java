package dev.thimble.importer.tflite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What the references make of small models, from a table that {@code src/test/python/operators.py}
 * writes: each line is a name, the inputs of some calls in a row, and outputs of each.
 */
record TinyVectors(List<String> lines) {
  /** What is done with a model and the fields of its line. */
  interface Check {
    void of(byte[] model, String... fields) throws Exception;
  }

  /** A table that lies beside this class. */
  static TinyVectors of(String file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(TinyVectors.class.getResourceAsStream(file)),
                StandardCharsets.US_ASCII))) {
      return new TinyVectors(reader.lines().toList());
    }
  }

  /** The names of the models. */
  Stream<String> names() {
    return lines.stream().map(line -> line.split(";")[0]);
  }

  /** A test of each line. */
  Stream<DynamicTest> tests(Map<String, byte[]> models, Check check) {
    return lines.stream()
        .map(line -> line.split(";"))
        .map(
            fields ->
                DynamicTest.dynamicTest(
                    fields[0],
                    () -> check.of(Objects.requireNonNull(models.get(fields[0])), fields)));
  }
}
