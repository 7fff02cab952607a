package dev.thimble.resolve;

import dev.thimble.graph.Value;

/**
 * Samples as they come from a signal or from a step that makes samples of samples. Each run of the
 * model brings some, the first extent of the value.
 *
 * @param value the graph's value
 * @param rate samples a second, in hertz
 * @param lead samples of the first run that come before the first window
 * @param sound whether they are those of {@code @Pcm}
 */
record Stream(Value value, double rate, int lead, boolean sound) {
  /** Samples of a run. */
  int run() {
    return value.shape().extent(0);
  }

  /** Numbers in a sample. */
  int channels() {
    return value.shape().size() / run();
  }

  /** The same signal after a step that keeps its pace. */
  Stream through(Value result) {
    return new Stream(result, rate, lead, sound);
  }
}
