package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.graph.Window;
import dev.thimble.graph.WindowSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the elements of each channel, the last axis, can be: intervals that hold for every input. A
 * channel whose interval is one number is constant.
 */
final class ChannelRanges {
  /**
   * An interval for each channel.
   *
   * @param low smallest, by channel
   * @param high largest, by channel
   */
  record Channels(long[] low, long[] high) {
    static Channels all(int count, long low, long high) {
      long[] lows = new long[count];
      long[] highs = new long[count];
      Arrays.fill(lows, low);
      Arrays.fill(highs, high);
      return new Channels(lows, highs);
    }

    boolean isConstant(int channel) {
      return low[channel] == high[channel];
    }
  }

  private final Graph graph;
  private final Map<String, Channels> known = new HashMap<>();

  ChannelRanges(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      range(node).ifPresent(range -> known.put(node.output(), range));
    }
  }

  /** The intervals of a value; those of its type where nothing better is known. */
  Channels of(String value) {
    return known.computeIfAbsent(value, name -> byType(graph.value(name)));
  }

  private static Channels byType(Value value) {
    int count = value.shape().rank() == 0 ? 1 : value.shape().extent(-1);
    return Channels.all(count, value.element().min(), value.element().max());
  }

  private Optional<Channels> range(Node node) {
    Operator operator = node.operator();
    Arithmetic rule = node.arithmetic().orElse(null);
    if (operator instanceof Pool2d && rule instanceof Arithmetic.Pooled pooled) {
      return Optional.of(clamped(of(node.inputs().get(0)), pooled.output()));
    }
    if (operator instanceof Reshape) {
      return reshaped(graph.in(node, 0).shape(), graph.out(node).shape(), node);
    }
    if (rule instanceof Arithmetic.Scaled scaled && hasConstantWeights(graph, node)) {
      return Optional.of(sums(node, scaled));
    }
    return Optional.empty();
  }

  private static Channels clamped(Channels x, Range range) {
    long[] low = new long[x.low.length];
    long[] high = new long[low.length];
    for (int c = 0; c < low.length; c++) {
      low[c] = Math.max(range.low(), Math.min(range.high(), x.low[c]));
      high[c] = Math.max(range.low(), Math.min(range.high(), x.high[c]));
    }
    return new Channels(low, high);
  }

  private Optional<Channels> reshaped(Shape from, Shape to, Node node) {
    if (from.rank() == 0 || to.rank() == 0 || to.extent(-1) % from.extent(-1) != 0) {
      return Optional.empty();
    }
    Channels x = of(node.inputs().get(0));
    int count = x.low.length;
    Channels out = Channels.all(to.extent(-1), 0, 0);
    for (int i = 0; i < out.low.length; i++) {
      out.low[i] = x.low[i % count];
      out.high[i] = x.high[i % count];
    }
    return Optional.of(out);
  }

  /** Whether weights, and a bias if there is one, are known. */
  static boolean hasConstantWeights(Graph graph, Node node) {
    boolean weighted =
        node.operator() instanceof Conv2d
            || node.operator() instanceof DepthwiseConv2d
            || node.operator() instanceof Dense;
    return weighted
        && graph.in(node, 1).isConstant()
        && graph.input(node, 2).map(Value::isConstant).orElse(true);
  }

  private Channels sums(Node node, Arithmetic.Scaled rule) {
    Weights weights = new Weights(graph, node);
    Channels x = of(node.inputs().get(0));
    long[] bias = graph.input(node, 2).map(Value::integers).orElse(null);
    boolean clips = clips(graph, node);
    long[] less = less(x.low, rule.inputZeroPoint(), clips);
    long[] more = more(x.high, rule.inputZeroPoint(), clips);
    Channels out = Channels.all(weights.outputs(), 0, 0);
    for (int o = 0; o < weights.outputs(); o++) {
      long plain = bias == null ? 0 : bias[o];
      long[] ends = weights.sums(o, less, more, rule.weightZeroPoint());
      out.low[o] = Requantisation.apply(rule, o, plain + ends[0]);
      out.high[o] = Requantisation.apply(rule, o, plain + ends[1]);
    }
    return out;
  }

  /** Lower ends less the zero point; beyond the border inputs count as 0. */
  private static long[] less(long[] low, long zero, boolean clips) {
    return Arrays.stream(low).map(v -> clips ? Math.min(0, v - zero) : v - zero).toArray();
  }

  private static long[] more(long[] high, long zero, boolean clips) {
    return Arrays.stream(high).map(v -> clips ? Math.max(0, v - zero) : v - zero).toArray();
  }

  /** Whether taps may lie beyond the border, where they count nothing. */
  static boolean clips(Graph graph, Node node) {
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    try {
      if (node.operator() instanceof Conv2d conv) {
        return clips(conv.window(), x, w.extent(1), w.extent(2));
      }
      return node.operator() instanceof DepthwiseConv2d conv
          && clips(conv.window(), x, w.extent(0), w.extent(1));
    } catch (ShapeException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean clips(WindowSpec spec, Shape x, int kernelHeight, int kernelWidth)
      throws ShapeException {
    int height = x.extent(-3);
    int width = x.extent(-2);
    Window window = spec.over(height, width, kernelHeight, kernelWidth);
    return window.clipsRows(height) || window.clipsColumns(width);
  }
}
