package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.tflite.ModelWriter.Scale;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each thing that can be wrong with a file, and what the user is told. */
class TfLiteProblemsTest {
  private static Problem problem(byte[] bytes) {
    return catchThrowableOfType(
        Problem.class,
        () ->
            ReferenceArithmetic.apply(
                new TfLiteImporter().read(new ModelFile("bad.tflite", bytes)), Profile.TFLM));
  }

  private static void expect(byte[] bytes, Message code, String... parts) {
    Problem problem = problem(bytes);
    assertThat(problem).isNotNull();
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem).hasMessageContainingAll(parts);
  }

  /** One operator between one input and one output of int8. */
  private static byte[] unary(int code, int options, ModelWriter.Fields fields) {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    return writer
        .operator(code, options, fields, new int[] {x}, y)
        .subgraph(new int[] {x}, y)
        .write();
  }

  @Test
  void truncatedFile() {
    byte[] whole = TinyModels.dense();
    expect(
        Arrays.copyOf(whole, whole.length / 2),
        ImportMessage.TM3001_BROKEN_MODEL,
        "bad.tflite",
        "outside of the file");
  }

  @Test
  void sharedTables() {
    ModelWriter writer = new ModelWriter();
    int[] many = new int[400_000];
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, Scale.of(0.5, 0));
    int y = writer.tensor(TensorType.INT8, new int[] {1, 4}, Scale.of(0.5, 0));
    for (int i = 0; i < 8; i++) {
      writer.operator(2, many, y);
    }
    byte[] bytes = writer.subgraph(new int[] {x}, y).write();
    expect(bytes, ImportMessage.TM3005_BROKEN_OPERATOR, "400000 inputs");
    ModelWriter shared = new ModelWriter();
    shared.repeatTensor(100_000);
    expect(
        shared.subgraph(new int[] {0}, 0).write(),
        ImportMessage.TM3002_MODEL_TOO_DEMANDING,
        "too many tables");
  }

  @Test
  void unknownOperator() {
    expect(
        unary(94, 0, o -> {}),
        ImportMessage.TM3003_UNSUPPORTED_OPERATOR,
        "operator FILL (no. 0, it writes \"t1\" (INT8 1x4))",
        "docs/operators.md");
  }

  @Test
  void operatorsOfTheSignalLibraryAreAStep() {
    ModelWriter writer = new ModelWriter();
    int x = writer.tensor(TensorType.INT16, new int[] {1, 4}, ModelWriter.none());
    int y = writer.tensor(TensorType.INT16, new int[] {1, 4}, ModelWriter.none());
    expect(
        writer.custom("SignalWindow", new int[] {x}, y).subgraph(new int[] {x}, y).write(),
        ImportMessage.TM3003_UNSUPPORTED_OPERATOR,
        "SignalWindow",
        "@MicroFrontend(profile = FrontendProfile.SIGNAL)");
  }

  @Test
  void unknownOption() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    byte[] bytes =
        writer
            .operator(0, 11, o -> o.addByte(0, (byte) 4, 0), new int[] {x, x}, y)
            .subgraph(new int[] {x}, y)
            .write();
    expect(bytes, ImportMessage.TM3004_UNSUPPORTED_OPTION, "fused activation no. 4");
  }

  @Test
  void optionsOfAnotherOperator() {
    expect(
        unary(25, 5, o -> {}),
        ImportMessage.TM3005_BROKEN_OPERATOR,
        "options are of type 5, not 9");
  }

  @Test
  void biasesThatTheReferenceReadsOtherwise() {
    expect(
        TinyMemories.narrowBiases(),
        ImportMessage.TM3004_UNSUPPORTED_OPTION,
        "UNIDIRECTIONAL_SEQUENCE_LSTM",
        "int16 with biases of int32");
  }

  @Test
  void cellsOfRealsAreNotClippedCloseBy() {
    ModelWriter writer = new ModelWriter();
    int[] inputs = new int[24];
    Arrays.fill(inputs, -1);
    inputs[0] = writer.tensor(TensorType.FLOAT32, new int[] {1, 3, 2}, ModelWriter.none());
    int y = writer.tensor(TensorType.FLOAT32, new int[] {1, 3, 4}, ModelWriter.none());
    byte[] bytes =
        writer
            .operator(
                44,
                71,
                o -> {
                  o.addByte(0, (byte) 4, 0);
                  o.addFloat(1, 7.5f, 0);
                },
                inputs,
                y)
            .subgraph(new int[] {inputs[0]}, y)
            .write();
    expect(
        bytes,
        ImportMessage.TM3004_UNSUPPORTED_OPTION,
        "UNIDIRECTIONAL_SEQUENCE_LSTM",
        "a cell clipped at 7.5",
        "Clip it at 8 or beyond");
  }

  @Test
  void twoEllipses() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int zeros = writer.integers(new int[] {2}, 0, 0);
    int ones = writer.integers(new int[] {2}, 1, 1);
    byte[] bytes =
        writer
            .operator(45, 32, o -> o.addInt(2, 3, 0), new int[] {x, zeros, zeros, ones}, y)
            .subgraph(new int[] {x}, y)
            .write();
    expect(bytes, ImportMessage.TM3005_BROKEN_OPERATOR, "two ellipses");
  }

  @Test
  void shapesThatDoNotFit() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 5}, scale);
    byte[] bytes = writer.operator(22, new int[] {x}, y).subgraph(new int[] {x}, y).write();
    expect(bytes, ImportMessage.TM3005_BROKEN_OPERATOR, "expected 5 elements for 1x5, got 1x4");
  }

  @Test
  void cycle() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int z = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    byte[] bytes =
        writer
            .operator(0, new int[] {x, z}, y)
            .operator(0, new int[] {y, x}, z)
            .subgraph(new int[] {x}, z)
            .write();
    expect(bytes, ImportMessage.TM3006_NOT_EXECUTABLE, "reads \"t2\" (INT8 1x4)");
  }

  @Test
  void anotherFormat() {
    byte[] zip = new byte[100];
    System.arraycopy("PK\3\4".getBytes(StandardCharsets.US_ASCII), 0, zip, 0, 4);
    expect(zip, ImportMessage.TM3101_NOT_TFLITE, "not TFL3");
    expect(
        new ModelWriter().version(2).subgraph(new int[0]).write(),
        ImportMessage.TM3101_NOT_TFLITE,
        "version is 2");
    assertThat(problem(new byte[3]).code()).isEqualTo(ImportMessage.TM3001_BROKEN_MODEL);
  }

  @Test
  void brokenScale() {
    ModelWriter writer = new ModelWriter();
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, Scale.of(Double.NaN, 0));
    expect(
        writer.subgraph(new int[] {x}, x).write(),
        ImportMessage.TM3102_BROKEN_QUANTIZATION,
        "\"t0\"",
        "a scale of NaN");
    ModelWriter other = new ModelWriter();
    int y = other.tensor(TensorType.INT8, new int[] {1, 4}, Scale.of(1, 300));
    expect(
        other.subgraph(new int[] {y}, y).write(),
        ImportMessage.TM3102_BROKEN_QUANTIZATION,
        "a zero point of 300 for INT8");
  }

  @Test
  void productsOfWhatIsComputed() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1}, scale);
    int axis = writer.integers(new int[] {1}, 1);
    expect(
        writer.operator(81, 27, o -> {}, new int[] {x, axis}, y).subgraph(new int[] {x}, y).write(),
        ImportMessage.TM3004_UNSUPPORTED_OPTION,
        "operator REDUCE_PROD (no. 0, it writes \"t1\" (INT8 1))",
        "Multiply instead");
  }

  @Test
  void batchesOfIndicesThatDoNotFit() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.5, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {2, 4}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {2, 1}, scale);
    int places = writer.integers(new int[] {2, 1}, 1, 4);
    byte[] bytes =
        writer
            .operator(
                36,
                23,
                o -> {
                  o.addInt(0, 1, 0);
                  o.addInt(1, 1, 0);
                },
                new int[] {x, places},
                y)
            .subgraph(new int[] {x}, y)
            .write();
    expect(bytes, ImportMessage.TM3005_BROKEN_OPERATOR, "GATHER", "index 4 leaves axis 1 of 2x4");
  }

  @Test
  void unsupportedTensor() {
    ModelWriter writer = new ModelWriter();
    int x = writer.tensor(TensorType.STRING, new int[] {1}, ModelWriter.none());
    expect(
        writer.subgraph(new int[] {x}, x).write(),
        ImportMessage.TM3103_UNSUPPORTED_TENSOR,
        "\"t0\" (STRING 1)");
  }

  @Test
  void scalesOutOfRange() {
    expect(
        unary(25, 9, o -> o.addFloat(0, 1, 0)),
        ImportMessage.TM3104_SCALES_OUT_OF_RANGE,
        "step softmax_0",
        "0.5 at zero point 0");
  }
}
