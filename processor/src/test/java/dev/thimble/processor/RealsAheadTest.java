package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.thimble.HostTwin;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.GeneratedTwin;
import dev.thimble.fixture.Npz;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.tflite.TfLiteImporter;
import dev.thimble.importer.tflite.TinyNetwork;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps of reals before, between and behind networks of integers, through the whole processor. */
class RealsAheadTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz", calibration = "data.npz")
      @Device(mcu = "host")
      final class Net {
      %s
      }
      """;

  private static final float[] FIRST = {10, -20, 5, 0, 7, 30, -12, 4, 4, 9, 9, -9};

  @TempDir Path folder;

  private HostTwin twin(byte[] network, Npz weights, String steps) {
    return twin(network, weights, 3, steps);
  }

  private HostTwin twin(byte[] network, Npz weights, int inputs, String steps) {
    Compiled compiled =
        Fixture.in(folder)
            .data("n.tflite", network)
            .data("w.npz", weights.bytes())
            .data("data.npz", new Npz().random("x", 60, inputs).bytes())
            .java(MODEL.formatted(steps))
            .javac();
    assertThat(compiled.errors()).isEmpty();
    return GeneratedTwin.of(compiled.loader(), "Net").host();
  }

  private static Graph network(byte[] file) throws Exception {
    return ReferenceArithmetic.apply(
        new TfLiteImporter().read(new ModelFile("n.tflite", file)), Profile.TFLM);
  }

  /** What the network gives for integers. */
  private static long[] run(Graph network, byte[] input) {
    Program program = Lower.program(network);
    Interpreter interpreter = new Interpreter(program);
    interpreter.run(List.of(longs(input)));
    return interpreter.read(program.outputs().get(0));
  }

  /** A layer's sums as the integers of the network that reads them. */
  private static void check(Graph network, float[] weights, double[] x, byte[] given) {
    Quantization meaning = network.value(network.inputs().get(0)).quantized();
    for (int i = 0; i < given.length; i++) {
      double real = 0;
      for (int k = 0; k < x.length; k++) {
        real += weights[x.length * i + k] * x[k];
      }
      double wanted = Math.rint(real / meaning.scale()) + meaning.zeroPoint();
      assertThat((double) given[i]).isCloseTo(Math.max(-128, Math.min(127, wanted)), offset(1.1));
    }
  }

  /** Layer, network, layer, network, layer: the layers give the networks' own integers. */
  @Test
  void layersAndNetworksInTurn() throws Exception {
    float[] second = {30, -5, -40, 20, 0, 50, 25, -25};
    HostTwin twin =
        twin(
            TinyNetwork.bytes(),
            new Npz()
                .with("before.weight", new int[] {4, 3}, FIRST)
                .with("between.weight", new int[] {4, 2}, second)
                .with("behind.weight", new int[] {1, 2}, 2, -1),
            """
              @Input(shape = 3, min = -1.28, max = 1.27) Tensor x;
              @Dense(units = 4) Tensor before;
              @Network("n.tflite") Tensor scores;
              @Dense(units = 4) Tensor between;
              @Network("n.tflite") Tensor again;
              @Dense(units = 1) Tensor behind;
            """);
    Graph network = network(TinyNetwork.bytes());
    for (int x = -120; x < 120; x += 7) {
      byte[] given = {(byte) x, (byte) (x / 2), (byte) -x};
      twin.infer(given);
      check(network, FIRST, new double[] {x * 0.01, x / 2 * 0.01, -x * 0.01}, twin.result(0));
      byte[] scores = twin.result(2);
      assertThat(longs(scores)).isEqualTo(run(network, twin.result(0)));
      double[] shares = {(scores[0] + 128) / 256.0, (scores[1] + 128) / 256.0};
      check(network, second, shares, twin.result(3));
      byte[] again = twin.result(5);
      assertThat(longs(again)).isEqualTo(run(network, twin.result(3)));
      assertThat(twin.outputs()).hasSize(1);
    }
  }

  /** Unsigned bytes differ from what the layer gives by 128. */
  @Test
  void networksOfUnsignedBytesAreFed() throws Exception {
    float[] weights = {10, -20, 5, 0, 7, 30};
    HostTwin twin =
        twin(
            TinyNetwork.unsigned(),
            new Npz().with("before.weight", new int[] {2, 3}, weights),
            """
              @Input(shape = 3, min = -1.28, max = 1.27) Tensor x;
              @Dense(units = 2) Tensor before;
              @Network("n.tflite") Tensor y;
            """);
    Graph network = network(TinyNetwork.unsigned());
    for (int x = -120; x < 120; x += 7) {
      twin.infer(new byte[] {(byte) x, (byte) (x / 2), (byte) -x});
      byte[] signed = twin.result(0);
      long[] unsigned = {signed[0] + 128, signed[1] + 128};
      Program program = Lower.program(network);
      Interpreter interpreter = new Interpreter(program);
      interpreter.run(List.of(unsigned));
      long[] y = interpreter.read(program.outputs().get(0));
      assertThat(twin.outputs()).containsExactly((byte) y[0], (byte) y[1]);
    }
  }

  /** An input that two networks and a layer read is quantised once and rescaled where needed. */
  @Test
  void severalReadOneInput() throws Exception {
    HostTwin twin =
        twin(
            TinyNetwork.bytes(),
            new Npz().with("beside.weight", new int[] {2, 4}, 1, 2, 3, 4, 5, 6, 7, 8),
            4,
            """
              @Input(shape = 4, min = -12.8, max = 12.7) Tensor x;
              @Network(value = "n.tflite", from = "x") Tensor scores;
              @Dense(units = 2, from = "x") Tensor beside;
              @Add(from = {"scores", "beside"}) Tensor sum;
            """);
    Graph network = network(TinyNetwork.bytes());
    byte[] given = {10, -20, 35, 40};
    twin.infer(given);
    // 0.1 a step there, 0.5 and a zero point of 3 here.
    long[] scores = run(network, new byte[] {5, -1, 10, 11});
    assertThat(IntStream.range(0, 5).mapToObj(kernel -> longs(twin.result(kernel))))
        .anyMatch(result -> Arrays.equals(result, scores));
  }

  /** An input that only networks read has their integers: no step is needed before them. */
  @Test
  void networksShareOneInput() throws Exception {
    HostTwin twin =
        twin(
            TinyNetwork.bytes(),
            new Npz(),
            4,
            """
              @Input(shape = 4) Tensor x;
              @Network(value = "n.tflite", from = "x") Tensor left;
              @Network(value = "n.tflite", from = "x") Tensor right;
              @Add(from = {"left", "right"}) Tensor sum;
            """);
    byte[] given = {10, -20, 35, 40};
    twin.infer(given);
    assertThat(longs(twin.result(1))).isEqualTo(run(network(TinyNetwork.bytes()), given));
  }

  private static long[] longs(byte... bytes) {
    long[] longs = new long[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      longs[i] = bytes[i];
    }
    return longs;
  }
}
