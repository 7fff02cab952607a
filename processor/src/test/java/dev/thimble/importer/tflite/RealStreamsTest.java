package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.HostTwin;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Npz;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.quantize.FloatEvaluator;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of reals with variables through the whole processor, on sequences of runs. */
class RealStreamsTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "data.npz", precision = Precision.%s)
      @Device(mcu = "host")
      final class Net {
        @Input(shape = {%s}, min = -4, max = 4) Tensor x;
        @Network("n.tflite") Tensor y;
      }
      """;

  private static final Class<?>[] REALS = {float[].class};

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ring, INT8, '1, 4', 4",
    "ring_initial, INT16, '1, 4', 4",
    "svdf_rank, INT8, '6', 6",
    "svdf, INT16, '6', 6",
    "leaky_sum, INT8, '4', 4"
  })
  void remembersFromRunToRun(String name, String precision, String shape, int size)
      throws Exception {
    byte[] model = TinyReals.all().get(name);
    Compiled compiled =
        Fixture.in(folder)
            .data("n.tflite", model)
            .data(
                "data.npz", new Npz().with("x", new int[] {20, 8, size}, data(160 * size)).bytes())
            .java(MODEL.formatted(precision, shape))
            .javac();
    assertThat(compiled.errors()).isEmpty();
    Graph graph = new TfLiteImporter().read(new ModelFile("n.tflite", model));
    FloatEvaluator reals = new FloatEvaluator(graph);
    HostTwin twin = GeneratedTwin.of(compiled.loader(), "Net").host();
    Method integers = compiled.loader().loadClass("ex.NetModel").getDeclaredMethod("x", REALS);
    integers.setAccessible(true);
    float[] all = data(160 * size);
    List<Double> wanted = new ArrayList<>();
    List<Double> given = new ArrayList<>();
    for (int run = 0; run < 8; run++) {
      float[] input = Arrays.copyOfRange(all, run * size, (run + 1) * size);
      twin.infer(bytes(integers.invoke(null, (Object) input)));
      byte[] outputs = twin.outputs();
      float[] real = reals.evaluate(List.of(input)).get(graph.outputs().get(0));
      for (int i = 0; i < real.length; i++) {
        wanted.add((double) real[i]);
        given.add((double) number(outputs, i, outputs.length / real.length));
      }
    }
    assertThat(correlation(wanted, given)).isGreaterThan(0.998);
  }

  private static byte[] bytes(Object integers) {
    if (integers instanceof byte[] bytes) {
      return bytes;
    }
    short[] words = (short[]) integers;
    ByteBuffer bytes = ByteBuffer.allocate(2 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(words);
    return bytes.array();
  }

  private static int number(byte[] bytes, int index, int width) {
    return width == 1 ? bytes[index] : (bytes[2 * index] & 0xFF) | bytes[2 * index + 1] << 8;
  }

  private static double correlation(List<Double> a, List<Double> b) {
    double meanA = a.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double meanB = b.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double both = 0;
    double left = 0;
    double right = 0;
    for (int i = 0; i < a.size(); i++) {
      both += (a.get(i) - meanA) * (b.get(i) - meanB);
      left += Math.pow(a.get(i) - meanA, 2);
      right += Math.pow(b.get(i) - meanB, 2);
    }
    return both / Math.sqrt(left * right);
  }

  private static float[] data(int count) {
    Random random = new Random(6);
    float[] data = new float[count];
    for (int i = 0; i < count; i++) {
      data[i] = (random.nextInt(129) - 64) / 16f;
    }
    return data;
  }
}
