package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A layer that reads channels of a value, perhaps through pooling or a change of shape.
 *
 * @param channels which channel each element of the last axis of the layer's input comes from
 */
record ChannelReader(Graph graph, Node node, int[] channels) {
  /** All that read a value; empty if somebody reads it in whose weights no factor can go. */
  static Optional<List<ChannelReader>> all(Graph graph, String value) {
    Shape shape = graph.value(value).shape();
    List<ChannelReader> readers = new ArrayList<>();
    boolean only =
        shape.rank() > 0
            && readers(graph, value, IntStream.range(0, shape.extent(-1)).toArray(), readers);
    return only && !readers.isEmpty() ? Optional.of(readers) : Optional.empty();
  }

  /** The channel that an element of the layer's weights is multiplied with. */
  int channel(int element) {
    if (node.operator() instanceof DepthwiseConv2d) {
      int outputs = graph.in(node, 1).shape().extent(2);
      return channels[element % outputs / (outputs / channels.length)];
    }
    return channels[element % channels.length];
  }

  /** Whether an activation scales with its input. */
  static boolean scales(Activation activation) {
    return activation == Activation.NONE || activation == Activation.RELU;
  }

  /** Whether a value is a constant of reals. */
  static boolean isReal(Value value) {
    return value.constant().filter(c -> c instanceof Constant.Floats).isPresent();
  }

  private static boolean readers(
      Graph graph, String value, int[] channels, List<ChannelReader> readers) {
    if (graph.outputs().contains(value)) {
      return false;
    }
    for (Node node : graph.consumers(value)) {
      boolean reads = node.inputs().indexOf(value) == 0 && node.inputs().lastIndexOf(value) == 0;
      if (reads && absorbs(graph, node)) {
        readers.add(new ChannelReader(graph, node, channels));
      } else if (!reads
          || !passes(graph, node)
          || !readers(graph, node.output(), behind(graph, node, channels), readers)) {
        return false;
      }
    }
    return true;
  }

  private static boolean absorbs(Graph graph, Node node) {
    Shape x = graph.in(node, 0).shape();
    boolean last =
        node.operator() instanceof Conv2d
            ? graph.in(node, 1).shape().extent(3) == x.extent(-1)
            : node.operator() instanceof DepthwiseConv2d
                || (node.operator() instanceof Dense
                    && x.rank() > 0
                    && graph.in(node, 1).shape().extent(1) % x.extent(-1) == 0);
    return last && isReal(graph.in(node, 1));
  }

  private static boolean passes(Graph graph, Node node) {
    if (node.outputs().isEmpty()) {
      return false;
    }
    Shape from = graph.in(node, 0).shape();
    Shape to = graph.out(node).shape();
    return (node.operator() instanceof Pool2d pool && scales(pool.activation()))
        || (node.operator() instanceof Reshape
            && from.rank() > 0
            && to.rank() > 0
            && to.extent(-1) % from.extent(-1) == 0);
  }

  private static int[] behind(Graph graph, Node node, int[] channels) {
    int[] more = new int[graph.out(node).shape().extent(-1)];
    for (int i = 0; i < more.length; i++) {
      more[i] = channels[i % channels.length];
    }
    return more;
  }
}
