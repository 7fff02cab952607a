package dev.thimble.quantize;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How layers' weights become integers: of 8 bits each by itself, of 4 bits together, by what the
 * samples say that they are multiplied by.
 */
final class Roundings {
  private final Graph real;
  private final QuantizerOptions options;
  private final int runs;
  private final List<Map<String, float[]>> reals;
  private final List<Map<String, float[]>> integers;

  /**
   * Roundings of a network.
   *
   * @param runs before states are reset
   * @param reals the values of each sample, as far as they are known when a layer's turn comes
   * @param integers the same in integers
   */
  Roundings(
      Graph real,
      QuantizerOptions options,
      int runs,
      List<Map<String, float[]>> reals,
      List<Map<String, float[]>> integers) {
    this.real = real;
    this.options = options;
    this.runs = runs;
    this.reals = reals;
    this.integers = integers;
  }

  private boolean half(Node node) {
    return options.widths().of(node) == Widths.HALF;
  }

  /** The type of a layer's weights. */
  ElementType type(Node node) {
    return half(node) ? ElementType.INT4 : ElementType.INT8;
  }

  /**
   * How weights are rounded.
   *
   * @param position of the weights among the node's inputs
   * @param zeroPoint of the integers that the layer reads
   */
  ChannelRounding of(Node node, int position, int zeroPoint) {
    if (!half(node)) {
      return ChannelRounding.NEAREST;
    }
    Moments moments =
        node.operator() instanceof Recurrence && position == Recurrence.RECURRENT
            ? new Moments(states(node), before(node), options.seed())
            : new Moments(Patches.of(real, node), inputs(node, zeroPoint), options.seed());
    return new SecondOrderRounding(moments);
  }

  private List<float[]> inputs(Node node, int zeroPoint) {
    List<float[]> read = new ArrayList<>();
    for (Map<String, float[]> values : integers) {
      float[] shifted = Known.of(values, node.inputs().get(0)).clone();
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] -= zeroPoint;
      }
      read.add(shifted);
    }
    return read;
  }

  private Patches states(Node node) {
    Shape weights = real.in(node, Recurrence.RECURRENT).shape();
    int steps = real.in(node, 0).shape().extent(-2);
    return Patches.rows(weights.extent(1), weights.extent(0), steps);
  }

  /** The hidden states before each step, of each sample: what the recurrent weights read. */
  private List<float[]> before(Node node) {
    RealRecurrence layer = new RealRecurrence(real, node);
    List<float[]> before = new ArrayList<>();
    for (int i = 0; i < reals.size(); i++) {
      if (i % runs == 0) {
        layer.reset();
      }
      List<float[]> read = new ArrayList<>();
      for (String name : node.inputs()) {
        Value value = real.value(name);
        read.add(value.isConstant() ? value.floats() : Known.of(reals.get(i), name));
      }
      before.add(layer.before(read));
    }
    return before;
  }
}
