package dev.thimble.backend.cmsis;

import java.util.List;

/** The lines that make a channel's sums outputs behind {@link TileCode}'s products. */
interface TileResult {
  /** What sums, biases and so inputs are multiplied by beforehand. */
  int doubling();

  /** Brings the numbers of a channel from the stream, to which r2 points. */
  void load();

  /**
   * The output for a sum, in r7; r0, r1 and lr are used between {@link #load} and {@link #done}.
   */
  void result(String value);

  /** All sums of the channel are outputs. */
  void done();

  /** The numbers of some channels, as the lines read them. */
  void constants(List<Long> words, int first, int size);
}
