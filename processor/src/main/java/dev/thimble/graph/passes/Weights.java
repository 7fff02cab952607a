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

  /** The positive and the negative weights of an input, each summed over its taps. */
  record Signs(long positive, long negative) {}

  /** The sums of weights less their zero point. */
  Signs signs(int o, int i, long zero) {
    int at = depthwise ? o : o * taps * inputs + i;
    int stride = depthwise ? outputs : inputs;
    long positive = 0;
    long negative = 0;
    for (int tap = 0; tap < taps; tap++, at += stride) {
      long weight = data[at] - zero;
      if (weight > 0) {
        positive += weight;
      } else {
        negative += weight;
      }
    }
    return new Signs(positive, negative);
  }

  long at(int o, int tap, int i) {
    return data[depthwise ? tap * outputs + o : (o * taps + tap) * inputs + i];
  }
}
