package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.graph.passes.StreamConvolutions;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Networks over windows of a stream, computed row by row: the same integers in the same runs. */
class StreamConvolutionsTest {
  private static final int NETWORKS = 60;
  private static final int RUNS = 60;

  private final Random random = new Random(9);
  private int streamed;
  private int severalRows;
  private long macsSaved;

  @Test
  void nothingChangesButTheWork() throws Exception {
    int compared = 0;
    for (int i = 0; i < NETWORKS; i++) {
      compared += compare(network());
    }
    System.out.printf(
        "Streamed %d convolutions and poolings of %d networks, %,d results compared, %,d"
            + " multiply-accumulates a run saved%n",
        streamed, NETWORKS, compared, macsSaved);
    assertThat(streamed).isGreaterThan(NETWORKS / 2);
    assertThat(severalRows).isGreaterThan(3);
    assertThat(compared).isGreaterThan(NETWORKS);
  }

  private int compare(Graph plain) {
    Graph turned = new StreamConvolutions().apply(plain);
    long windows = plain.nodes().stream().filter(n -> n.operator() instanceof Recent).count();
    boolean several = plain.value("x").shape().extent(0) > 1;
    severalRows += several && !turned.equals(plain) ? 1 : 0;
    streamed +=
        (int)
            (turned.nodes().stream().filter(n -> n.operator() instanceof Recent).count() - windows);
    Program first = Lower.program(plain);
    Program second = Lower.program(turned);
    macsSaved += macs(first) - macs(second);
    Interpreter one = new Interpreter(first);
    Interpreter two = new Interpreter(second);
    int results = 0;
    for (int run = 0; run < RUNS; run++) {
      long[] row = new long[first.inputs().get(0).length()];
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(256) - 128;
      }
      one.run(List.of(row));
      two.run(List.of(row));
      boolean due = runs(one, first);
      assertThat(runs(two, second)).as("run " + run).isEqualTo(due);
      if (due) {
        assertThat(two.read(second.outputs().get(0))).isEqualTo(one.read(first.outputs().get(0)));
        results++;
      }
    }
    return results;
  }

  private static boolean runs(Interpreter interpreter, Program program) {
    for (Buffer flag : program.fresh()) {
      if (interpreter.read(flag)[0] != 1) {
        return false;
      }
    }
    return true;
  }

  private static long macs(Program program) {
    return program.kernels().stream().mapToLong(Kernel::macs).sum();
  }

  private Graph network() throws Exception {
    int features = 1 + random.nextInt(4);
    int frames = 8 + random.nextInt(12);
    // Rows come one by one, or as many as a hop of samples has.
    int fresh = random.nextInt(3) > 0 ? 1 : 2 + random.nextInt(5);
    int every = fresh > 1 ? 1 : 1 + random.nextInt(4);
    int first = fresh > 1 ? (frames + fresh - 1) / fresh - 1 : frames - 1;
    Quantization scale = Quantization.perTensor(0.05, random.nextInt(21) - 10);
    Graph.Builder graph = new Graph.Builder();
    graph.value(bytes("x", Shape.of(fresh, features), scale)).input("x");
    graph.value(bytes("window", Shape.of(frames, features), scale));
    graph.value(
        new Value("due", ElementType.BOOL, Shape.of(1), Optional.empty(), Optional.empty()));
    graph.value(
        new Value("count", ElementType.INT16, Shape.of(1), Optional.empty(), Optional.empty()));
    graph.node(
        new Node(
            "window",
            "window",
            new Recent(frames, every, first),
            List.of("x"),
            List.of("window", "due", "count"),
            Optional.of(new Arithmetic.Exact())));
    Shape picture = Shape.of(frames, 1, features);
    graph.value(bytes("picture", picture, scale));
    graph.node(node("picture", new Reshape(picture), "window"));
    String last = "picture";
    int layers = 1 + random.nextInt(3);
    for (int layer = 0; layer < layers; layer++) {
      last = layer(graph, "layer" + layer, last);
    }
    Shape row = Shape.of(graph.find(last).shape().size());
    graph.real(node("flat", new Reshape(row), last));
    Graph built = graph.output("flat").build();
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      samples.add(List.of(Gaussians.of(random, frames * features)));
    }
    return MixedGraphs.of(
            built, List.of("window"), new CalibrationSamples(samples), QuantizerOptions.defaults())
        .integer();
  }

  private String layer(Graph.Builder graph, String name, String from) throws Exception {
    Shape x = graph.find(from).shape();
    int kernel = 1 + random.nextInt(Math.min(4, x.extent(0)));
    int stride = 1 + random.nextInt(2);
    boolean same = random.nextInt(5) == 0;
    WindowSpec spec =
        WindowSpec.of(stride, 1, 1, 1, same ? WindowSpec.Padding.SAME : WindowSpec.Padding.VALID);
    int channels = x.extent(-1);
    int kind = random.nextInt(3);
    Operator operator = new Pool2d(Pool2d.Kind.MAX, kernel, 1, spec, Activation.NONE);
    List<String> inputs = new ArrayList<>(List.of(from));
    if (kind > 0) {
      int filters = kind == 1 ? 1 + random.nextInt(4) : channels;
      Shape weights =
          kind == 1 ? Shape.of(filters, kernel, 1, channels) : Shape.of(kernel, 1, channels);
      operator =
          kind == 1
              ? new Conv2d(spec, Activation.RELU)
              : new DepthwiseConv2d(spec, Activation.NONE);
      graph.value(Value.real(name + "_w", weights, Gaussians.of(random, weights.size())));
      graph.value(Value.real(name + "_b", Shape.of(filters), Gaussians.of(random, filters)));
      inputs.add(name + "_w");
      inputs.add(name + "_b");
    }
    graph.real(new Node(name, name, operator, inputs, List.of(name), Optional.empty()));
    return name;
  }

  private static Value bytes(String name, Shape shape, Quantization scale) {
    return new Value(name, ElementType.INT8, shape, Optional.of(scale), Optional.empty());
  }

  private static Node node(String name, Operator operator, String from) {
    return new Node(name, name, operator, List.of(from), List.of(name), Optional.empty());
  }
}
