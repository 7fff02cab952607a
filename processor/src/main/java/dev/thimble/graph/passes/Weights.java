package dev.thimble.graph.passes;

import dev.thimble.graph.Conv2d;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;

/** The weights of a convolution or dense layer by output channel, tap and input of the channel. */
final class Weights {
  private final boolean depthwise;
  private final int outputs;
  private final int taps;
  private final int inputs;
  private final int groups;
  private final int multiplier;
  private final long[] data;

  Weights(Graph graph, Node node) {
    Shape w = graph.in(node, 1).shape();
    Shape x = graph.in(node, 0).shape();
    data = graph.in(node, 1).integers();
    depthwise = node.operator() instanceof DepthwiseConv2d;
    outputs = depthwise ? w.extent(2) : w.extent(0);
    if (depthwise) {
      taps = w.extent(0) * w.extent(1);
      inputs = 1;
      groups = x.extent(-1);
    } else if (node.operator() instanceof Conv2d) {
      taps = w.extent(1) * w.extent(2);
      inputs = w.extent(3);
      groups = x.extent(-1) / inputs;
    } else {
      taps = 1;
      inputs = w.extent(1);
      groups = 1;
    }
    multiplier = outputs / groups;
  }

  int outputs() {
    return outputs;
  }

  int taps() {
    return taps;
  }

  /** Inputs that one output reads of each tap. */
  int inputsOf() {
    return inputs;
  }

  int groups() {
    return groups;
  }

  /** The input channel that is the {@code i}-th of output {@code o}. */
  int channel(int o, int i) {
    return o / multiplier * inputs + i;
  }

  /**
   * The least and the largest sum of an output's products, where each input lies in the interval of
   * its channel; inputs are counted less their zero point, weights less theirs.
   *
   * @param less the lower end of each input channel
   * @param more the upper end
   */
  long[] sums(int o, long[] less, long[] more, long zero) {
    long least = 0;
    long most = 0;
    int first = channel(o, 0) % less.length;
    int at = depthwise ? o : o * taps * inputs;
    int stride = depthwise ? outputs : 1;
    for (int tap = 0; tap < taps; tap++) {
      for (int i = 0, c = first; i < inputs; i++, at += stride) {
        long weight = data[at] - zero;
        long low = weight * less[c];
        long high = weight * more[c];
        least += Math.min(low, high);
        most += Math.max(low, high);
        c = c + 1 == less.length ? 0 : c + 1;
      }
    }
    return new long[] {least, most};
  }

  long at(int o, int tap, int i) {
    return data[depthwise ? tap * outputs + o : (o * taps + tap) * inputs + i];
  }
}
