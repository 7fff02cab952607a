package dev.thimble.quantize;

import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Quantization;
import java.util.Optional;

/**
 * Brings a layer's weights to integers of 8 or 4 bits by the project's own contract.
 *
 * <p>The output is {@code clamp((acc * m + c) >> s)} in 32 bits, with a multiplier m of 8 bits for
 * each channel and one shift s for the layer. The scale of a channel's weights is {@code m * sy /
 * (sx * 2^s)}: chosen to fit m <em>before</em> the weights are rounded, so that the coarse
 * multiplier loses nothing systematic ({@code NUMERICS.md}, section 2).
 */
final class LayerQuantizer {
  /** What a layer became. */
  record Layer(
      long[] weights, double[] weightScales, int[] multipliers, int shift, long[] biases) {}

  static final int MAX_MULTIPLIER = 255;

  /** The constant holds the zero point shifted by it: 2^7 * 2^22 leaves room in 32 bits. */
  static final int MAX_SHIFT = 22;

  private final WeightLayout layout;
  private final float[] weights;
  private final Quantization input;
  private final Range inputRange;
  private final Quantization output;
  private final ChannelRounding rounding;

  LayerQuantizer(
      WeightLayout layout,
      float[] weights,
      Quantization input,
      Range inputRange,
      Quantization output,
      ChannelRounding rounding) {
    this.layout = layout;
    this.weights = weights;
    this.input = input;
    this.inputRange = inputRange;
    this.output = output;
    this.rounding = rounding;
  }

  /** Gives the real bias of each channel once the weights are known. */
  @FunctionalInterface
  interface Biases {
    double[] of(long[] quantisedWeights, double[] weightScales);
  }

  /**
   * The finest form that is proven safe: with these weights no input makes {@code acc * m + c}
   * leave 32 bits. Empty if there is none, which takes tens of thousands of inputs.
   */
  Optional<Layer> quantise(Biases biases) {
    double largest = 0;
    for (int channel = 0; channel < layout.channels(); channel++) {
      largest = Math.max(largest, ratio(channel));
    }
    int cap = MAX_MULTIPLIER;
    int shift =
        largest == 0 ? MAX_SHIFT : Math.min(MAX_SHIFT, Math.getExponent(MAX_MULTIPLIER / largest));
    while (cap > 0) {
      Layer layer = layer(Math.max(1, shift), cap, biases);
      if (safe(layer)) {
        return Optional.of(layer);
      }
      // At the last shift only smaller multipliers, that is, clipped weights, remain.
      cap = shift > 1 ? cap : cap / 2;
      shift--;
    }
    return Optional.empty();
  }

  /**
   * The real factor from a channel's accumulator to the output, if its largest weight became the
   * largest integer.
   */
  private double ratio(int channel) {
    double largest = 0;
    for (int k = 0; k < layout.perChannel(); k++) {
      largest = Math.max(largest, Math.abs(weights[layout.index(channel, k)]));
    }
    return largest / rounding.high() * input.scale() / output.scale();
  }

  private Layer layer(int shift, int cap, Biases biases) {
    int channels = layout.channels();
    long[] rounded = new long[weights.length];
    double[] scales = new double[channels];
    int[] multipliers = new int[channels];
    for (int channel = 0; channel < channels; channel++) {
      double wanted = ratio(channel) * Math.scalb(1.0, shift);
      multipliers[channel] = best(channel, rounding.candidates(wanted, cap), shift, rounded);
      scales[channel] = scale(multipliers[channel], shift);
    }
    double[] reals = biases.of(rounded, scales);
    long[] bias = new long[channels];
    for (int channel = 0; channel < channels; channel++) {
      bias[channel] = bias(reals[channel], scales[channel], shift, multipliers[channel]);
    }
    return new Layer(rounded, scales, multipliers, shift, bias);
  }

  private double scale(int multiplier, int shift) {
    return multiplier * output.scale() / (input.scale() * Math.scalb(1.0, shift));
  }

  /** Rounds a channel's weights by the multiplier with the least error, which is returned. */
  private int best(int channel, int[] candidates, int shift, long[] rounded) {
    int size = layout.perChannel();
    double[] reals = new double[size];
    for (int k = 0; k < size; k++) {
      reals[k] = weights[layout.index(channel, k)];
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    long[] integers = new long[size];
    for (int multiplier : candidates) {
      double error = rounding.round(channel, reals, scale(multiplier, shift), integers);
      if (best == 0 || error < least) {
        best = multiplier;
        least = error;
        for (int k = 0; k < size; k++) {
          rounded[layout.index(channel, k)] = integers[k];
        }
      }
    }
    return best;
  }

  /** A bias that would saturate the output for any input is cut to one that still does. */
  private long bias(double real, double weightScale, int shift, int multiplier) {
    long limit = shift > 1 ? Integer.MAX_VALUE : (1L << 29) / multiplier;
    long rounded = Math.round(real / (input.scale() * weightScale));
    return Math.max(-limit, Math.min(limit, rounded));
  }

  private boolean safe(Layer layer) {
    long constant = ((long) output.zeroPoint() << layer.shift()) + (1L << (layer.shift() - 1));
    for (int channel = 0; channel < layout.channels(); channel++) {
      // Padding contributes 0, which lies between the two: zero is one of the inputs.
      long low = Math.min(0, layer.biases()[channel]);
      long high = Math.max(0, layer.biases()[channel]);
      for (int k = 0; k < layout.perChannel(); k++) {
        long weight = layer.weights()[layout.index(channel, k)];
        long first = weight * (inputRange.low() - input.zeroPoint());
        long last = weight * (inputRange.high() - input.zeroPoint());
        low += Math.min(0, Math.min(first, last));
        high += Math.max(0, Math.max(first, last));
      }
      int m = layer.multipliers()[channel];
      long most = Math.max(high * m + Math.max(0, constant), -(low * m + Math.min(0, constant)));
      if (most > Integer.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }
}
