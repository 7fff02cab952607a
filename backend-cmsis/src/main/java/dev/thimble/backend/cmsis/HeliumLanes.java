package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;

/**
 * Sums of neighbouring channels as lanes of vectors: the accumulators' sums of 32 bits, how sums of
 * 16 bits are added to them, and how they become outputs.
 *
 * <p>Sums of 4 channels are one vector, q0; of 8 channels q0 has the even ones, q1 the odd ones; of
 * 16 channels q0 to q3 have the channels 4i, 4i + 2, 4i + 1, 4i + 3, as widening of bottom and top
 * halves gives them. q4 to q7 are free, but for q4 and q5 with sums of 16 bits.
 *
 * @param sum the sum
 * @param scale the numbers of each channel
 * @param lanes channels at once: 4, 8 or 16
 * @param lines where the lines go
 */
record HeliumLanes(ProductSum sum, TileScale scale, int lanes, ThumbAssembly lines) {
  private static final int WORDS = 4;
  private static final int[][] FIRST = {{0}, {0, 1}, {0, 2, 1, 3}};

  /** The most lanes into which so many channels can be divided; 0 for none. */
  static int lanes(int channels) {
    return channels % 16 == 0 ? 16 : channels % 8 == 0 ? 8 : channels % WORDS == 0 ? WORDS : 0;
  }

  private int accumulators() {
    return lanes / WORDS;
  }

  /** Registers that outputs are made with: r8 to r10. */
  void constants() {
    lines.add("mov r10, #" + sum.rules().get(0).zeroPoint());
    if (scale.limits().low() > element().range().low()) {
      lines.add("mov r8, #" + scale.limits().low());
    }
    if (scale.limits().high() < element().range().high()) {
      lines.add("mov r9, #" + scale.limits().high());
    }
  }

  private Element element() {
    return sum.output().element();
  }

  /** Sums start with the biases in the stream. */
  void start() {
    lines.comment(lanes + " sums");
    for (int i = 0; i < accumulators(); i++) {
      lines.add("vldrw.u32 q%d, [r2], #16", i);
    }
  }

  /** Adds sums of 16 bits in q4, and in q5 for 16 lanes; q6 is used. */
  void widen() {
    for (int i = 0; i < accumulators(); i++) {
      String half = i % 2 == 0 ? "b" : "t";
      lines.add("vmovl%s.s16 q6, q%d", half, 4 + i / 2);
      lines.add("vadd.i32 q%d, q%d, q6", i, i);
    }
  }

  /** The sums become outputs, behind r1. */
  void requantise() {
    for (int i = 0; i < accumulators(); i++) {
      requantise("q" + i);
    }
    for (int i = 0; i < accumulators(); i++) {
      lines.add("vqmovn%s.s32 q%d, q%d", i % 2 == 0 ? "b" : "t", 4 + i / 2, i);
    }
    for (int i = 0; i < accumulators(); i += 2) {
      lines.add("vqadd.s16 q%d, q%d, r10", 4 + i / 2, 4 + i / 2);
    }
    boolean unsigned = element() == Element.U8;
    for (int i = 0; i < accumulators(); i += 2) {
      String name = (unsigned ? "vqmovun" : "vqmovn") + (i == 0 ? "b" : "t");
      lines.add("%s.s16 q6, q%d", name, 4 + i / 2);
    }
    limit(unsigned ? "u8" : "s8");
    lines.add("vstrb.%d q6, [r1], #%d", 128 / lanes, lanes);
  }

  private void requantise(String value) {
    lines.add("vldrw.u32 q6, [r2], #16").add("vldrw.u32 q7, [r2], #16");
    if (scale.high()) {
      lines.add("vqrdmulh.s32 %s, %s, q6", value, value);
      if (scale.nudged()) {
        lines.add("vshr.s32 q6, %s, #31", value);
        lines.add("vadd.i32 %s, %s, q6", value, value);
      }
    } else {
      lines.add("vmul.i32 %s, %s, q6", value, value);
    }
    lines.add("vrshl.s32 %s, %s, q7", value, value);
  }

  private void limit(String type) {
    if (scale.limits().low() > element().range().low()) {
      lines.add("vdup.8 q7, r8").add("vmax.%s q6, q6, q7", type);
    }
    if (scale.limits().high() < element().range().high()) {
      lines.add("vdup.8 q7, r9").add("vmin.%s q6, q6, q7", type);
    }
  }

  /** The biases of a group, for inputs without their offset. */
  void biases(List<Long> words, int first) {
    for (int i = 0; i < accumulators(); i++) {
      for (int c = channel(first, i); c < first + lanes; c += accumulators()) {
        words.add(HeliumTile.bias(sum, c));
      }
    }
  }

  /** Multipliers and shifts to the left of a group. */
  void scales(List<Long> words, int first) {
    for (int i = 0; i < accumulators(); i++) {
      for (int c = channel(first, i); c < first + lanes; c += accumulators()) {
        words.add(scale.channels().get(c).multiplier());
      }
      for (int c = channel(first, i); c < first + lanes; c += accumulators()) {
        words.add((long) -scale.channels().get(c).shift());
      }
    }
  }

  private int channel(int first, int accumulator) {
    return first + FIRST[Integer.numberOfTrailingZeros(accumulators())][accumulator];
  }
}
