package dev.thimble.quantize;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;

/**
 * What the samples say about a layer: the mean of its inputs, real and quantised, and so its
 * biases; how its weights are rounded.
 *
 * <p>A layer is linear, so the mean of its sums is its sum over the mean: one run tells each
 * channel's mean error.
 */
final class LayerInputs {
  private final LinearKernel kernel;
  private final Value weights;
  private final double[] biases;
  private final float[] meanReal;
  private final float[] meanInteger;
  private final Quantization input;
  private final boolean correct;
  private final ElementType type;
  private final ChannelRounding rounding;

  /**
   * Means of one layer's input.
   *
   * @param meanReal mean of the reals
   * @param meanInteger mean of the integers less their zero point
   * @param correct whether the mean error is taken out
   * @param type of the weights
   * @param rounding of the weights
   */
  LayerInputs(
      Graph graph,
      Node node,
      float[] meanReal,
      float[] meanInteger,
      Quantization input,
      boolean correct,
      ElementType type,
      ChannelRounding rounding) {
    kernel = LinearKernels.of(graph, node);
    weights = graph.in(node, 1);
    int channels = graph.out(node).shape().extent(-1);
    float[] own = graph.input(node, 2).map(Value::floats).orElseGet(() -> new float[channels]);
    biases = new double[channels];
    for (int c = 0; c < channels; c++) {
      biases[c] = own[c];
    }
    this.meanReal = meanReal;
    this.meanInteger = meanInteger;
    this.input = input;
    this.correct = correct;
    this.type = type;
    this.rounding = rounding;
  }

  /** The type that the weights get. */
  ElementType type() {
    return type;
  }

  /** How the weights are rounded. */
  ChannelRounding rounding() {
    return rounding;
  }

  /** The real bias of each channel, less the mean error that these weights make. */
  double[] biases(long[] rounded, double[] weightScales) {
    double[] corrected = biases.clone();
    if (!correct) {
      return corrected;
    }
    float[] integers = new float[rounded.length];
    for (int i = 0; i < rounded.length; i++) {
      integers[i] = rounded[i];
    }
    double[] wanted = kernel.sums(meanReal, weights.floats());
    double[] got = kernel.sums(meanInteger, integers);
    int channels = corrected.length;
    int positions = wanted.length / channels;
    for (int i = 0; i < wanted.length; i++) {
      int channel = i % channels;
      corrected[channel] +=
          (wanted[i] - got[i] * weightScales[channel] * input.scale()) / positions;
    }
    return corrected;
  }
}
