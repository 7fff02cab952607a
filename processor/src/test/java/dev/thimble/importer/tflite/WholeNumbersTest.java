package dev.thimble.importer.tflite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.quantize.FloatEvaluator;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks of reals whose results are cast to integers, through the whole processor. */
class WholeNumbersTest {
  private static final int SIZE = 16;
  private static final int RUNS = 100;

  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "data.npz", precision = Precision.%s)
      @Device(mcu = "host")
      final class Net {
        @Input(shape = 16, min = -4, max = 4) Tensor x;
        @Network("n.tflite") Tensor y;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"cast_whole, INT8, 540", "cast_whole, INT16, 580", "cast_whole_byte, INT16, 580"})
  void outputsAreIntegers(String name, String precision, int least) throws Exception {
    byte[] model = TinyReals.all().get(name);
    float[] data = data();
    Compiled compiled =
        Fixture.in(folder)
            .data("n.tflite", model)
            .data("data.npz", new Npz().with("x", new int[] {RUNS, SIZE}, data).bytes())
            .java(MODEL.formatted(precision))
            .javac();
    assertThat(compiled.errors()).isEmpty();
    Class<?> twin = compiled.loader().loadClass("ex.NetModel");
    Constructor<?> constructor = twin.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method run = twin.getDeclaredMethod("run", float[].class);
    run.setAccessible(true);
    boolean bytes = name.endsWith("byte");
    assertThat(run.getReturnType()).isEqualTo(bytes ? byte[].class : int[].class);
    Graph graph = new TfLiteImporter().read(new ModelFile("n.tflite", model));
    FloatEvaluator reals = new FloatEvaluator(graph);
    int same = 0;
    for (int i = 0; i < RUNS; i++) {
      float[] input = Arrays.copyOfRange(data, i * SIZE, (i + 1) * SIZE);
      Object given = run.invoke(constructor.newInstance(), (Object) input);
      float[] wanted = reals.evaluate(List.of(input)).get(graph.outputs().get(0));
      for (int j = 0; j < wanted.length; j++) {
        int integer = Array.getInt(bytes ? words((byte[]) given) : given, j);
        assertThat((float) integer).isCloseTo(wanted[j], within(1f));
        same += integer == wanted[j] ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThan(least);
  }

  private static int[] words(byte... bytes) {
    int[] words = new int[bytes.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = Byte.toUnsignedInt(bytes[i]);
    }
    return words;
  }

  private static float[] data() {
    float[] data = new float[SIZE * RUNS];
    Random random = new Random(3);
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextInt(129) / 16f - 4;
    }
    return data;
  }
}
