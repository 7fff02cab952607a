package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of {@link TileCode}'s products in the order in which they are read.
 *
 * @param sum the sum
 * @param half whether weights have four bits
 * @param unit bytes of an input
 * @param pixels positions of a tile
 * @param interleaved whether inputs of four taps come together, the tile's positions side by side:
 *     bytes as taps 0 and 2, then 1 and 3; otherwise the taps of a position stand one after the
 *     other
 */
record TileStream(ProductSum sum, boolean half, int unit, int pixels, boolean interleaved) {
  private static final int BLOCK = SumCode.BLOCK;

  int channels() {
    return sum.weights().length;
  }

  int taps() {
    return sum.weights()[0].length;
  }

  /** Channels at once. */
  int group() {
    return pixels == 1 ? SumCode.GROUP : 2;
  }

  /**
   * Taps that are handled at once: with weights of four bits, a single position's come in eights.
   */
  int step() {
    return half && pixels == 1 ? 2 * BLOCK : BLOCK;
  }

  /**
   * For each group: biases, weights, each channel's requantisation.
   *
   * @param factor what biases are multiplied by
   */
  Buffer words(String name, long factor, TileResult result) {
    List<Long> words = new ArrayList<>();
    for (int first = 0; first < channels(); first += group()) {
      int size = Math.min(group(), channels() - first);
      int held = pixels == 1 ? size : group();
      for (int c = first; c < first + held; c++) {
        words.add(c < channels() ? factor * sum.biases()[c] : 0);
      }
      for (int tap = 0; tap < taps(); tap += step()) {
        weights(words, first, held, tap);
      }
      result.constants(words, first, size);
    }
    return SumCode.words(name, words);
  }

  /** Taps that are read together; those that are not there weigh nothing. */
  private void weights(List<Long> words, int first, int held, int tap) {
    int[] order = interleaved && unit == 1 ? new int[] {0, 2, 1, 3} : new int[] {0, 1, 2, 3};
    if (pixels == 1) {
      for (int c = first; c < first + held; c++) {
        long[] lower = four(c, tap, order);
        add(words, lower, half ? four(c, tap + BLOCK, order) : lower);
      }
      return;
    }
    long[] lower = two(first, tap + order[0], tap + order[1]);
    long[] upper = two(first, tap + order[2], tap + order[3]);
    add(words, lower, upper);
    if (!half) {
      add(words, upper, upper);
    }
  }

  /** Four bytes, or twice four halves of bytes. */
  private void add(List<Long> words, long[] lower, long[] upper) {
    long[] bytes = lower.clone();
    for (int i = 0; half && i < bytes.length; i++) {
      bytes[i] = (lower[i] & 15) | upper[i] << 4;
    }
    words.add(SumCode.word(bytes[0], bytes[1], bytes[2], bytes[3]));
  }

  private long[] four(int channel, int tap, int[] order) {
    return new long[] {
      weight(channel, tap + order[0]),
      weight(channel, tap + order[2]),
      weight(channel, tap + order[1]),
      weight(channel, tap + order[3])
    };
  }

  private long[] two(int channel, int tap, int next) {
    return new long[] {
      weight(channel, tap),
      weight(channel + 1, tap),
      weight(channel, next),
      weight(channel + 1, next)
    };
  }

  private long weight(int channel, int tap) {
    return channel < channels() && tap < taps() ? sum.weights()[channel][tap] : 0;
  }
}
