package dev.thimble.graph.passes;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which channels of each value nobody would miss: those that all readers can do without, because
 * they are constant and go into a bias, or because their weights are all zero.
 *
 * <p>A channel may leave a value only where the node that writes it can leave it out: a convolution
 * or dense layer drops its weights; depthwise convolutions, pooling and reshapes drop it if it
 * leaves their input too.
 */
final class RemovableChannels {
  private final Graph graph;
  private final ChannelRanges ranges;
  private final Set<String> kept;

  /** What may leave, by value, judged by the readers alone. */
  private final Map<String, BitSet> unmissed = new HashMap<>();

  /** What leaves, by value. */
  private final Map<String, BitSet> leaving = new HashMap<>();

  RemovableChannels(Graph graph, ChannelRanges ranges, Set<String> kept) {
    this.graph = graph;
    this.ranges = ranges;
    this.kept = kept;
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      for (String output : nodes.get(i).outputs()) {
        unmissed.put(output, unmissed(output));
      }
    }
    nodes.forEach(this::leave);
  }

  /** The channels that leave a value. */
  BitSet of(String value) {
    return leaving.getOrDefault(value, new BitSet());
  }

  private BitSet unmissed(String value) {
    Shape shape = graph.value(value).shape();
    BitSet all = new BitSet();
    if (shape.rank() == 0 || kept.contains(value) || graph.outputs().contains(value)) {
      return all;
    }
    all.set(0, shape.extent(-1));
    for (Node reader : graph.consumers(value)) {
      BitSet free = freeOf(reader, value);
      all.and(free);
    }
    return all;
  }

  /** The channels of a value that a reader can do without. */
  private BitSet freeOf(Node reader, String value) {
    BitSet none = new BitSet();
    boolean once = reader.inputs().stream().filter(value::equals).count() == 1;
    if (!once || !reader.inputs().get(0).equals(value)) {
      return none;
    }
    int channels = graph.value(value).shape().extent(-1);
    if (absorbs(reader)) {
      return absorbed(reader, value, channels);
    }
    if (ties(graph, reader)) {
      BitSet behind = unmissed.getOrDefault(reader.output(), none);
      int outputs = graph.out(reader).shape().extent(-1);
      BitSet free = new BitSet();
      free.set(0, channels);
      for (int o = behind.nextClearBit(0); o < outputs; o = behind.nextClearBit(o + 1)) {
        free.clear(source(reader, o, channels, outputs));
      }
      return free;
    }
    return none;
  }

  /** Whether the node sums over all channels of its first input with known weights. */
  private boolean absorbs(Node node) {
    return absorbs(graph, node);
  }

  /** Whether the node sums over all channels of its first input with known weights. */
  static boolean absorbs(Graph graph, Node node) {
    if (!(node.arithmetic().orElse(null) instanceof Arithmetic.Scaled)
        || !ChannelRanges.hasConstantWeights(graph, node)) {
      return false;
    }
    Shape x = graph.in(node, 0).shape();
    Shape w = graph.in(node, 1).shape();
    return node.operator() instanceof Conv2d
        ? w.extent(3) == x.extent(-1)
        : node.operator() instanceof Dense && x.rank() > 0 && x.extent(-1) == w.extent(1);
  }

  private BitSet absorbed(Node reader, String value, int channels) {
    Arithmetic.Scaled rule = (Arithmetic.Scaled) reader.arithmetic().orElseThrow();
    ChannelRanges.Channels x = ranges.of(value);
    boolean clips = ChannelRanges.clips(graph, reader);
    Weights weights = new Weights(graph, reader);
    BitSet free = new BitSet();
    for (int c = 0; c < channels; c++) {
      boolean known = x.isConstant(c) && (!clips || x.low()[c] == rule.inputZeroPoint());
      free.set(c, known || unweighted(weights, c, rule.weightZeroPoint()));
    }
    return free;
  }

  private static boolean unweighted(Weights weights, int c, int zero) {
    for (int o = 0; o < weights.outputs(); o++) {
      for (int tap = 0; tap < weights.taps(); tap++) {
        if (weights.at(o, tap, c) != zero) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether each channel of the output comes from one channel of the input. */
  static boolean ties(Graph graph, Node node) {
    Operator operator = node.operator();
    if (operator instanceof DepthwiseConv2d) {
      return node.arithmetic().orElse(null) instanceof Arithmetic.Scaled
          && ChannelRanges.hasConstantWeights(graph, node);
    }
    if (operator instanceof Reshape) {
      Shape from = graph.in(node, 0).shape();
      Shape to = graph.out(node).shape();
      return from.rank() > 0 && to.rank() > 0 && to.extent(-1) % from.extent(-1) == 0;
    }
    return operator instanceof Pool2d;
  }

  /** The input channel of output channel {@code o} of a node that ties them. */
  static int source(Node node, int o, int channels, int outputs) {
    return node.operator() instanceof DepthwiseConv2d ? o / (outputs / channels) : o % channels;
  }

  private void leave(Node node) {
    if (node.outputs().size() != 1) {
      return;
    }
    String output = node.output();
    BitSet gone = new BitSet();
    if (drops(node)) {
      gone = (BitSet) Optional.ofNullable(unmissed.get(output)).orElse(gone).clone();
      Value value = graph.value(output);
      if (gone.cardinality() == value.shape().extent(-1)) {
        gone.clear(0);
      }
    } else if (ties(graph, node)) {
      int channels = graph.in(node, 0).shape().extent(-1);
      int outputs = graph.out(node).shape().extent(-1);
      BitSet before = of(node.inputs().get(0));
      for (int o = 0; o < outputs; o++) {
        gone.set(o, before.get(source(node, o, channels, outputs)));
      }
    }
    if (!gone.isEmpty()) {
      leaving.put(output, gone);
    }
  }

  /** Whether the node can leave out any channel of its output. */
  private boolean drops(Node node) {
    return node.arithmetic().orElse(null) instanceof Arithmetic.Scaled
        && ChannelRanges.hasConstantWeights(graph, node)
        && !(node.operator() instanceof DepthwiseConv2d)
        && new Weights(graph, node).groups() == 1
        && graph.out(node).shape().rank() > 0
        && graph.out(node).shape().extent(-1) == new Weights(graph, node).outputs();
  }
}
