package dev.thimble.kernel.random;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Gaussians;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.Widths;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small networks whose layers have 16, 8 or 4 bits at random, quantised as declared ones are. */
public final class WordGraphs {
  private static final WindowSpec SAME = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.SAME);
  private static final int[] BITS = {Widths.WORD, Widths.WORD, Widths.BYTE, Widths.HALF};

  private final Random random;
  private final Graph.Builder builder =
      new Graph.Builder().value(Value.real("x", Shape.of(5, 5, 3))).input("x");

  private WordGraphs(long seed) {
    random = new Random(seed);
  }

  /** A network; one of four has 16 bits throughout. */
  public static Graph of(long seed) throws Problem, ShapeException {
    WordGraphs graphs = new WordGraphs(seed);
    Graph reals = graphs.network();
    Map<String, Integer> bits = new LinkedHashMap<>();
    reals.nodes().forEach(node -> bits.put(node.name(), BITS[graphs.random.nextInt(BITS.length)]));
    Widths widths =
        seed % 4 == 0 ? Widths.all(Widths.WORD) : new Widths(bits, Map.of(), Widths.BYTE);
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(List.of(Gaussians.of(graphs.random, 75)));
    }
    return Quantizer.quantise(
            reals, new CalibrationSamples(samples), QuantizerOptions.defaults().withWidths(widths))
        .integer();
  }

  private Graph network() throws ShapeException {
    int channels = 1 + random.nextInt(6);
    node(
        "a", new Conv2d(SAME, Activation.RELU), "x", weights(channels, 3, 3, 3), weights(channels));
    node("b", new DepthwiseConv2d(SAME, Activation.NONE), "a", weights(3, 3, channels));
    Binary.Kind kind = random.nextBoolean() ? Binary.Kind.ADD : Binary.Kind.MUL;
    node("c", new Binary(kind, Activation.RELU6), "a", "b");
    Pool2d.Kind pooling = random.nextBoolean() ? Pool2d.Kind.MAX : Pool2d.Kind.AVERAGE;
    node("d", new Pool2d(pooling, 2, 2, SAME, Activation.NONE), "c");
    node("e", new Dense(Activation.NONE), "d", weights(4, 25 * channels), weights(4));
    node("y", new Softmax(1), "e");
    return builder.output("y").build();
  }

  private Value weights(int... extents) {
    Shape shape = Shape.of(extents);
    return Value.real("w" + random.nextInt(1 << 20), shape, Gaussians.of(random, shape.size()));
  }

  private void node(String name, Operator operator, Object... inputs) throws ShapeException {
    List<String> names = new ArrayList<>();
    for (Object input : inputs) {
      if (input instanceof Value value) {
        builder.value(value);
        names.add(value.name());
      } else {
        names.add((String) input);
      }
    }
    builder.real(new Node(name, name, operator, names, List.of(name), Optional.empty()));
  }
}
