package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Constant;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Takes channels away that are the same for every input, or that nobody reads. A constant goes into
 * the biases of those who read it: into one of a padded convolution only if it is the zero point,
 * since beyond the border nothing is added.
 */
public final class RemoveChannels implements GraphPass {
  private final Set<String> kept;

  /**
   * A pass.
   *
   * @param kept values that must stay as they are
   */
  public RemoveChannels(Set<String> kept) {
    this.kept = Set.copyOf(kept);
  }

  @Override
  public Graph apply(Graph graph) {
    ChannelRanges ranges = new ChannelRanges(graph);
    RemovableChannels removable = new RemovableChannels(graph, ranges, kept);
    boolean none =
        graph.nodes().stream()
            .allMatch(n -> n.outputs().stream().allMatch(o -> removable.of(o).isEmpty()));
    return none ? graph : new Removal(graph, ranges, removable).graph();
  }

  /** One rewriting of a whole graph. */
  private static final class Removal {
    private final Graph graph;
    private final ChannelRanges ranges;
    private final RemovableChannels removable;
    private final Map<String, Value> values;

    Removal(Graph graph, ChannelRanges ranges, RemovableChannels removable) {
      this.graph = graph;
      this.ranges = ranges;
      this.removable = removable;
      values = new LinkedHashMap<>(graph.values());
    }

    Graph graph() {
      List<Node> nodes = new ArrayList<>();
      for (Node node : graph.nodes()) {
        nodes.add(touches(node) ? rewritten(node) : node);
      }
      return new Graph(values, nodes, graph.inputs(), graph.outputs());
    }

    private boolean touches(Node node) {
      return node.outputs().stream().anyMatch(o -> !removable.of(o).isEmpty())
          || (!node.inputs().isEmpty() && !removable.of(node.inputs().get(0)).isEmpty());
    }

    private Node rewritten(Node node) {
      BitSet in = removable.of(node.inputs().get(0));
      BitSet out = removable.of(node.output());
      Shape narrowed = narrow(node.output(), out);
      if (node.operator() instanceof Reshape) {
        return node.with(new Reshape(narrowed));
      }
      return ChannelRanges.hasConstantWeights(graph, node) ? layer(node, in, out) : node;
    }

    private Shape narrow(String name, BitSet gone) {
      Value value = graph.value(name);
      int left = value.shape().extent(-1) - gone.cardinality();
      Shape narrowed = value.shape().with(-1, left);
      values.put(name, value.with(narrowed));
      return narrowed;
    }

    private Node layer(Node node, BitSet in, BitSet out) {
      Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
      Weights weights = new Weights(graph, node);
      boolean depthwise = node.operator() instanceof DepthwiseConv2d;
      int[] outputs = left(weights.outputs(), out);
      int[] inputs = depthwise ? new int[] {0} : left(weights.inputsOf(), in);
      List<String> read = new ArrayList<>(node.inputs());
      read.set(1, put(node, 1, weightsOf(node, weights, outputs, inputs)));
      long[] bias = bias(node, rule, weights, depthwise ? new BitSet() : in, outputs);
      if (read.size() > 2 && !read.get(2).isEmpty()) {
        Value old = graph.in(node, 2);
        read.set(
            2, put(node, 2, constant(old, Shape.of(outputs.length), bias, kept(old, outputs))));
      } else if (IntStream.range(0, bias.length).anyMatch(o -> bias[o] != 0)) {
        ElementType wide =
            graph.out(node).element().bits() > 8 ? ElementType.INT64 : ElementType.INT32;
        String name = free(node.name() + "_bias");
        values.put(name, Value.integers(name, wide, Shape.of(bias.length), bias));
        read = new ArrayList<>(read.subList(0, 2));
        read.add(name);
      }
      List<Arithmetic.Ratio> ratios =
          rule.ratios().size() == 1
              ? rule.ratios()
              : IntStream.of(outputs).mapToObj(rule.ratios()::get).toList();
      return node.reading(read)
          .with(
              new Arithmetic.Scaled(
                  rule.inputZeroPoint(),
                  rule.weightZeroPoint(),
                  ratios,
                  rule.rounding(),
                  rule.output()));
    }

    private Value weightsOf(Node node, Weights weights, int[] outputs, int[] inputs) {
      Value old = graph.in(node, 1);
      long[] data = new long[outputs.length * weights.taps() * inputs.length];
      boolean depthwise = node.operator() instanceof DepthwiseConv2d;
      for (int o = 0; o < outputs.length; o++) {
        for (int tap = 0; tap < weights.taps(); tap++) {
          for (int i = 0; i < inputs.length; i++) {
            int at =
                depthwise
                    ? tap * outputs.length + o
                    : (o * weights.taps() + tap) * inputs.length + i;
            data[at] = weights.at(outputs[o], tap, inputs[i]);
          }
        }
      }
      Shape shape = old.shape();
      Shape narrow =
          depthwise
              ? shape.with(2, outputs.length)
              : shape.with(0, outputs.length).with(-1, inputs.length);
      return constant(old, narrow, data, kept(old, outputs));
    }

    /** The biases of the outputs that stay, with what the inputs that leave add to them. */
    private long[] bias(
        Node node, Arithmetic.Scaled rule, Weights weights, BitSet gone, int[] outputs) {
      Optional<long[]> old = graph.input(node, 2).map(Value::integers);
      ChannelRanges.Channels x = ranges.of(node.inputs().get(0));
      long[] bias = new long[outputs.length];
      for (int i = 0; i < outputs.length; i++) {
        int o = outputs[i];
        bias[i] = old.map(b -> b[o]).orElse(0L);
        for (int c = gone.nextSetBit(0); c >= 0; c = gone.nextSetBit(c + 1)) {
          for (int tap = 0; tap < weights.taps(); tap++) {
            // Where the channel is no constant, its weights are zero.
            long w = weights.at(o, tap, c) - rule.weightZeroPoint();
            bias[i] += w * (x.low()[c] - rule.inputZeroPoint());
          }
        }
      }
      return bias;
    }

    /** The scales of the channels that stay. */
    private static Optional<Quantization> kept(Value old, int[] outputs) {
      return old.quantization()
          .map(
              q ->
                  q.perChannel()
                      ? new Quantization(
                          IntStream.of(outputs).mapToObj(q.scales()::get).toList(),
                          IntStream.of(outputs).mapToObj(q.zeroPoints()::get).toList(),
                          q.axis())
                      : q);
    }

    private static Value constant(Value old, Shape shape, long[] data, Optional<Quantization> q) {
      return new Value(
          old.name(), old.element(), shape, q, Optional.of(new Constant.Integers(data)));
    }

    /** Puts a changed constant in the place of input {@code index}; others may read the old one. */
    private String put(Node node, int index, Value changed) {
      String old = node.inputs().get(index);
      String name = Rewriting.readOnce(graph, old) ? old : free(node.name() + "_" + old);
      values.put(
          name,
          new Value(
              name,
              changed.element(),
              changed.shape(),
              changed.quantization(),
              changed.constant()));
      return name;
    }

    private String free(String wanted) {
      String name = wanted;
      while (values.containsKey(name)) {
        name += "_";
      }
      return name;
    }

    private static int[] left(int count, BitSet gone) {
      return IntStream.range(0, count).filter(c -> !gone.get(c)).toArray();
    }
  }
}
