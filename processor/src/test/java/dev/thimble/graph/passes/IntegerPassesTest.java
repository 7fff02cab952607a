package dev.thimble.graph.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.Samples;
import dev.thimble.quantize.reference.GraphEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rewritings of integer graphs change no bit of an output, and do what they are for. */
class IntegerPassesTest {
  private static final int NETWORKS = 400;
  private static final int SAMPLES = 3;

  @Test
  void noBitOfRandomNetworksChanges() {
    int removed = 0;
    for (int seed = 0; seed < NETWORKS; seed++) {
      Graph graph = new Net(seed).picture();
      Graph after = new IntegerPasses(Set.of()).apply(graph);
      expectSame(graph, after, seed);
      removed += weights(graph) > weights(after) ? 1 : 0;
    }
    assertThat(removed).isGreaterThan(NETWORKS / 2);
  }

  @Test
  void noBitOfRandomGraphsChanges() {
    for (int seed = 0; seed < 100; seed++) {
      Graph graph = RandomGraphs.of(seed, 12);
      Program before = Lower.program(graph);
      Program after = Lower.program(new IntegerPasses(Set.of()).apply(graph));
      Interpreter old = new Interpreter(before);
      Interpreter rewritten = new Interpreter(after);
      for (List<long[]> inputs : Samples.of(before, seed, SAMPLES).inputs()) {
        old.run(inputs);
        rewritten.run(inputs);
        for (String output : graph.outputs()) {
          assertThat(rewritten.read(after.buffer(output)))
              .as(output + " of " + seed)
              .isEqualTo(old.read(before.buffer(output)));
        }
      }
    }
  }

  @Test
  void keptValuesKeepTheirShape() {
    for (int seed = 0; seed < 100; seed++) {
      Graph graph = new Net(seed).picture();
      Set<String> kept = Set.of("conv0", "depthwise1");
      Graph after = new IntegerPasses(kept).apply(graph);
      kept.forEach(name -> assertThat(after.value(name)).isEqualTo(graph.value(name)));
      expectSame(graph, after, seed);
    }
  }

  @Test
  void paddingByTheZeroPointIsTheConvolutions() {
    Net net = new Net(1);
    String padded = net.pad("x", 7, 3);
    net.conv("conv", padded, 2, 3, WindowSpec.Padding.VALID, 7);
    Graph graph = net.finish("conv");
    Graph after = new IntegerPasses(Set.of()).apply(graph);
    assertThat(after.nodes()).extracting(Node::name).containsExactly("conv");
    expectSame(graph, after, 1);
    assertThat(new IntegerPasses(Set.of(padded)).apply(graph).nodes()).hasSize(2);
  }

  @Test
  void paddingByAnythingElseStays() {
    Net net = new Net(2);
    String padded = net.pad("x", 6, 3);
    net.conv("conv", padded, 2, 3, WindowSpec.Padding.VALID, 7);
    Graph graph = net.finish("conv");
    assertThat(new IntegerPasses(Set.of()).apply(graph).nodes()).hasSize(2);
  }

  @Test
  void transpositionsThatMeetCancel() {
    Net net = new Net(4);
    net.node("there", new Transpose(List.of(2, 0, 1)), new Arithmetic.Moved(0), "x");
    net.node("back", new Transpose(List.of(1, 2, 0)), new Arithmetic.Moved(0), "there");
    net.conv("conv", "back", 2, 3, WindowSpec.Padding.SAME, 0);
    Graph graph = net.finish("conv");
    Graph after = new IntegerPasses(Set.of()).apply(graph);
    assertThat(after.nodes()).noneMatch(node -> node.operator() instanceof Transpose);
    expectSame(graph, after, 4);
    assertThat(new IntegerPasses(Set.of("there")).apply(graph).nodes()).hasSize(3);
  }

  @Test
  void whatIsComputedTwiceIsComputedOnce() {
    Net net = new Net(3);
    net.pool("first", "x");
    net.pool("second", "x");
    net.conv("a", "first", 2, 1, WindowSpec.Padding.VALID, 0);
    Graph.Builder both = new Graph.Builder(net.finish("a"));
    Node conv = both.build().producer("a").orElseThrow();
    Node other =
        new Node("b", "b", conv.operator(), swapped(conv), List.of("b"), conv.arithmetic());
    Value a = both.find("a");
    both.value(new Value("b", a.element(), a.shape(), a.quantization(), Optional.empty()));
    Graph graph = both.node(other).output("b").build();
    Graph after = new IntegerPasses(Set.of()).apply(graph);
    assertThat(after.nodes()).extracting(Node::name).containsExactly("first", "a", "b");
    expectSame(graph, after, 3);
  }

  private static List<String> swapped(Node conv) {
    return conv.inputs().stream().map(name -> name.equals("first") ? "second" : name).toList();
  }

  private static long weights(Graph graph) {
    return graph.values().values().stream()
        .filter(Value::isConstant)
        .mapToLong(v -> v.shape().elements())
        .sum();
  }

  private static void expectSame(Graph before, Graph after, int seed) {
    Random random = new Random(seed);
    assertThat(after.inputs()).isEqualTo(before.inputs());
    assertThat(after.outputs()).isEqualTo(before.outputs());
    GraphEvaluator old = new GraphEvaluator(before);
    GraphEvaluator rewritten = new GraphEvaluator(after);
    for (int sample = 0; sample < SAMPLES; sample++) {
      List<long[]> inputs = new ArrayList<>();
      for (String input : before.inputs()) {
        Value value = before.value(input);
        long low = value.element().min();
        long high = value.element().max();
        inputs.add(
            IntStream.range(0, value.shape().size())
                .mapToLong(i -> low + Math.floorMod(random.nextLong(), high - low + 1))
                .toArray());
      }
      old.run(inputs);
      rewritten.run(inputs);
      for (String output : before.outputs()) {
        assertThat(rewritten.value(output)).as(output + " of " + seed).isEqualTo(old.value(output));
      }
    }
  }

  /** Layers whose weights are mostly zero, so that channels are constant or unread. */
  private static final class Net {
    private final int seed;
    private final Random random;
    private final Graph.Builder graph = new Graph.Builder();

    Net(int seed) {
      this.seed = seed;
      random = new Random(seed);
      int side = 7 + random.nextInt(3);
      value("x", Shape.of(side, side, 1 + random.nextInt(3)));
      graph.input("x");
    }

    Graph picture() {
      String last = "x";
      for (int i = 0; i < 2; i++) {
        conv("conv" + i, last, 2 + random.nextInt(4), 1 + random.nextInt(3), padding(), zero());
        last = depthwise("depthwise" + i, "conv" + i);
      }
      if (random.nextBoolean()) {
        last = pool("pool", last);
      }
      conv("last", last, 4, 1, padding(), zero());
      last = flatten("last");
      dense("hidden", last, 5);
      dense("scores", "hidden", 3);
      return finish("scores");
    }

    Graph finish(String output) {
      return graph.output(output).build();
    }

    /** A zero point that clamped and constant values often have. */
    private int zero() {
      return new int[] {0, -128, 7}[random.nextInt(3)];
    }

    private WindowSpec.Padding padding() {
      return random.nextBoolean() ? WindowSpec.Padding.SAME : WindowSpec.Padding.VALID;
    }

    private void value(String name, Shape shape) {
      graph.value(Value.quantized(name, ElementType.INT8, shape, Quantization.perTensor(0.1, 0)));
    }

    String pad(String x, int fill, int side) {
      Pad pad = new Pad(List.of(1, side - 1, 0), List.of(0, 1, 0), Pad.Mode.CONSTANT, 0);
      node("pad", pad, new Arithmetic.Moved(fill), x);
      return "pad";
    }

    String pool(String name, String x) {
      WindowSpec window = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
      Pool2d.Kind kind = seed % 2 == 0 ? Pool2d.Kind.MAX : Pool2d.Kind.AVERAGE;
      node(
          name,
          new Pool2d(kind, 2, 2, window, Activation.NONE),
          new Arithmetic.Pooled(new Range(0, -128, 127)),
          x);
      return name;
    }

    private String flatten(String x) {
      Shape flat = Shape.of(graph.find(x).shape().size());
      graph.node(Node.of("flat", new Reshape(flat), x));
      value("flat", flat);
      return "flat";
    }

    void conv(String name, String x, int filters, int kernel, WindowSpec.Padding p, int zero) {
      int channels = graph.find(x).shape().extent(-1);
      weights(name, filters, Shape.of(filters, kernel, kernel, channels), false);
      WindowSpec window = WindowSpec.of(1, 1, 1, 1, p);
      layer(name, new Conv2d(window, Activation.NONE), x, filters, zero);
    }

    private String depthwise(String name, String x) {
      int outputs = graph.find(x).shape().extent(-1) * (1 + random.nextInt(2));
      weights(name, outputs, Shape.of(2, 2, outputs), true);
      WindowSpec window = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
      layer(name, new DepthwiseConv2d(window, Activation.NONE), x, outputs, zero());
      return name;
    }

    private void dense(String name, String x, int units) {
      int inputs = graph.find(x).shape().extent(-1);
      weights(name, units, Shape.of(units, inputs), false);
      layer(name, new Dense(Activation.NONE), x, units, zero());
    }

    private void weights(String name, int outputs, Shape shape, boolean channelLast) {
      boolean[] dead = new boolean[outputs];
      long[] bias = new long[outputs];
      for (int o = 0; o < outputs; o++) {
        dead[o] = random.nextInt(3) == 0;
        bias[o] = random.nextInt(4) == 0 ? -1_000_000 : random.nextInt(4001) - 2000;
      }
      long[] data = new long[shape.size()];
      for (int i = 0; i < data.length; i++) {
        int o = channelLast ? i % outputs : i / (data.length / outputs);
        data[i] = dead[o] || random.nextInt(3) == 0 ? 0 : random.nextInt(255) - 127;
      }
      graph.value(Value.integers(name + "_w", ElementType.INT8, shape, data));
      graph.value(Value.integers(name + "_b", ElementType.INT32, Shape.of(outputs), bias));
    }

    private void layer(String name, Operator operator, String x, int outputs, int inputZero) {
      int zero = zero();
      Rounding rounding = random.nextBoolean() ? Rounding.DOUBLE : Rounding.SINGLE;
      boolean perChannel = random.nextBoolean();
      List<Ratio> ratios =
          IntStream.range(0, perChannel ? outputs : 1)
              .mapToObj(
                  o -> new Ratio((1L << 30) + random.nextInt(1 << 30), 36 + random.nextInt(4)))
              .toList();
      int low = random.nextBoolean() ? zero : -128;
      node(
          name,
          operator,
          new Arithmetic.Scaled(inputZero, 0, ratios, rounding, new Range(zero, low, 127)),
          x,
          name + "_w",
          name + "_b");
    }

    private void node(String name, Operator operator, Arithmetic rule, String... inputs) {
      List<Shape> shapes = new ArrayList<>();
      for (String input : inputs) {
        shapes.add(graph.find(input).shape());
      }
      try {
        value(name, operator.infer(shapes).get(0));
      } catch (ShapeException e) {
        throw new IllegalStateException(e);
      }
      graph.node(Node.of(name, operator, inputs).with(rule));
    }
  }
}
