package dev.thimble.quantize;

import dev.thimble.graph.Operator;
import dev.thimble.graph.Shape;

/**
 * Where the weights of a channel lie.
 *
 * @param channels output channels
 * @param perChannel weights of each
 * @param channelsLast whether channels are the last axis; the first if not
 */
record WeightLayout(int channels, int perChannel, boolean channelsLast) {
  static WeightLayout of(Operator operator, Shape weights) {
    int axis = LinearKernels.channelAxis(operator);
    int channels = weights.extent(axis);
    return new WeightLayout(channels, weights.size() / channels, axis != 0);
  }

  /** Index of a channel's k-th weight. */
  int index(int channel, int k) {
    return channelsLast ? k * channels + channel : channel * perChannel + k;
  }
}
