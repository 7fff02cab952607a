package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import java.util.List;

/**
 * The lines that make a channel's sums at four positions outputs, in one vector, by the forms of
 * {@link TileScale}. q6 holds where the positions' outputs are; q0, q1 and q7 are used. r9 points
 * to the channel's numbers, which come into the registers of its sums.
 *
 * @param scale the numbers of each channel
 * @param element what outputs are
 * @param lines where the lines go
 */
record HeliumScatter(TileScale scale, Element element, ThumbAssembly lines) {
  /** Brings the places of so many positions into q6, and how many they are into the predicate. */
  void begin(int channels, int count) {
    lines.number("r1", channels).add("movs r3, #0");
    lines.add("add r5, r1, r1").add("add r7, r5, r1");
    lines.add("vmov q6[2], q6[0], r3, r5").add("vmov q6[3], q6[1], r1, r7");
    lines.number("r1", count).add("vctp.32 r1");
  }

  /**
   * Stores a channel's outputs.
   *
   * @param sums registers of the positions' sums, without the bias
   * @param out register that points to the channel's first output; it moves to the next channel's
   * @param partly whether only as many positions count as {@link #begin} said
   */
  void store(List<String> sums, String out, boolean partly) {
    lines.add("vmov q0[2], q0[0], %s, %s", sums.get(0), sums.get(2));
    lines.add("vmov q0[3], q0[1], %s, %s", sums.get(1), sums.get(3));
    lines.add("ldmia r9!, {%s}", String.join(", ", sums));
    lines.add("vadd.i32 q0, q0, " + sums.get(0));
    if (scale.nudged()) {
      lines.add("vshr.s32 q1, q0, #31");
    }
    String product = scale.high() ? "vqrdmulh.s32" : "vmul.i32";
    lines.add("%s q0, q0, %s", product, sums.get(1));
    if (scale.nudged()) {
      lines.add("vadd.i32 q0, q0, q1");
    }
    lines.add("vadd.i32 q0, q0, " + sums.get(2)).add("vshl.s32 q0, " + sums.get(3));
    limit(sums.get(0));
    if (partly) {
      lines.add("vpst").add("vstrbt.32 q0, [%s, q6]", out);
    } else {
      lines.add("vstrb.32 q0, [%s, q6]", out);
    }
    lines.advance(out, 1);
  }

  private void limit(String free) {
    boolean unsigned = element == Element.U8;
    Interval all = element.range();
    Interval limits = scale.limits();
    if (limits.low() > all.low()) {
      lines.add("mov %s, #%d", free, limits.low());
      lines.add("vdup.32 q7, " + free).add("vmax.s32 q0, q0, q7");
    }
    if (limits.high() < all.high()) {
      lines.add("mov %s, #%d", free, limits.high());
      lines.add("vdup.32 q7, " + free).add("vmin.s32 q0, q0, q7");
    }
    lines.add(unsigned ? "vqmovunb.s32 q0, q0" : "vqmovnb.s32 q0, q0");
    lines.add(unsigned ? "vqmovnb.u16 q0, q0" : "vqmovnb.s16 q0, q0");
  }

  /** The numbers of a channel, as the lines read them. */
  void constants(List<Long> words, long bias, TileScale.Channel channel) {
    words.add(bias);
    words.add(channel.multiplier());
    words.add(channel.constant());
    words.add((long) -channel.shift());
  }
}
