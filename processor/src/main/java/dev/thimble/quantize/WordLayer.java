package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.quantize.reference.Multipliers;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer that reads or gives integers of 16 bits, by TensorFlow Lite's int16x8 contract: a scale
 * for the weights of each channel, zero in the middle; biases at the scale of the sums, as wide as
 * they come; {@code (acc * m + half) >> s} with multipliers of 16 bits, the reference's for 64-bit
 * sums. How many bits a sum really takes is proven when the layer is lowered.
 */
record WordLayer(long[] weights, double[] weightScales, long[] biases, List<Ratio> ratios) {
  /** Candidates for scales are so many parts of the one that fits the largest weight. */
  private static final int PARTS = 200;

  /** Times a multiplier of 16 bits it is far from 64 bits, and far beyond any output. */
  private static final long MOST_BIAS = 1L << 44;

  /** A channel without weights has this factor. */
  private static final double NO_WEIGHT = 1.0 / 128;

  /** The reference's multipliers stand for less than 128. */
  private static final double MOST_FACTOR = 127;

  WordLayer {
    ratios = List.copyOf(ratios);
  }

  /**
   * Rounds weights.
   *
   * @param name of the layer, for messages
   * @param input scale of what it reads
   * @param output scale of what it gives
   */
  static WordLayer of(
      String name,
      WeightLayout layout,
      float[] reals,
      ChannelRounding rounding,
      double input,
      double output,
      LayerQuantizer.Biases biases)
      throws Problem {
    int channels = layout.channels();
    long[] weights = new long[reals.length];
    double[] scales = new double[channels];
    List<Ratio> ratios = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      double[] own = channel(layout, reals, channel);
      double largest = largest(own);
      double fitting = largest == 0 ? NO_WEIGHT * output / input : largest / rounding.high();
      long[] integers = new long[own.length];
      scales[channel] = best(rounding, channel, own, fitting, integers);
      for (int k = 0; k < own.length; k++) {
        weights[layout.index(channel, k)] = integers[k];
      }
      scales[channel] = Math.min(scales[channel], MOST_FACTOR * output / input);
      ratios.add(Multipliers.wide(name, input * scales[channel] / output));
    }
    double[] wanted = biases.of(weights, scales);
    long[] sums = new long[channels];
    for (int channel = 0; channel < channels; channel++) {
      long bias = Math.round(wanted[channel] / (input * scales[channel]));
      sums[channel] = Math.max(-MOST_BIAS, Math.min(MOST_BIAS, bias));
    }
    return new WordLayer(weights, scales, sums, ratios);
  }

  /** The finest scale of results that its factors allow: nothing finer would say more. */
  static double finest(float[] reals, double input) {
    double largest = 0;
    for (float real : reals) {
      largest = Math.max(largest, Math.abs(real));
    }
    return largest / Int8.MAX * input / (MOST_FACTOR - 1);
  }

  private static double[] channel(WeightLayout layout, float[] reals, int channel) {
    double[] own = new double[layout.perChannel()];
    for (int k = 0; k < own.length; k++) {
      own[k] = reals[layout.index(channel, k)];
    }
    return own;
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** The scale with the least error, and the channel's integers at it. */
  private static double best(
      ChannelRounding rounding, int channel, double[] reals, double fitting, long[] integers) {
    double best = fitting;
    double least = Double.POSITIVE_INFINITY;
    long[] tried = new long[reals.length];
    for (int parts : rounding.candidates(PARTS, LayerQuantizer.MAX_MULTIPLIER)) {
      double scale = fitting * parts / PARTS;
      double error = rounding.round(channel, reals, scale, tried);
      if (error < least) {
        best = scale;
        least = error;
        System.arraycopy(tried, 0, integers, 0, tried.length);
      }
    }
    return best;
  }

  /** The rule. */
  Arithmetic rule(int inputZeroPoint, Arithmetic.Range output) {
    return new Arithmetic.Scaled(inputZeroPoint, 0, ratios, Arithmetic.Rounding.SINGLE, output);
  }
}
