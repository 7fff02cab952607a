package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;

/**
 * The products of a tile, one by one: up to four positions, a channel at a time. Inputs stand ready
 * as words, the positions side by side; weights are bytes.
 *
 * <p>Where bytes are loaded without their sign (Thumb without Thumb-2), weights have 128 added, and
 * the sum of a position's inputs, which lies on the stack, is taken away as often.
 *
 * <p>r2 points into the stream, r3 to the inputs, later to the outputs; r8 to r11 are sums, r12 is
 * the distance from a position's output to the next one's.
 */
final class WordTile {
  /** Positions of a tile. */
  static final int PIXELS = 4;

  private static final int WORD = 4;
  private static final int UNROLLED = 8;

  /** {@link ProductSum#SIGN} for weights of four bits. */
  static final int HALF_SIGN = 8;

  private static final List<String> SUMS = List.of("r8", "r9", "r10", "r11");
  private static final List<String> INPUTS = List.of("r4", "r5", "r6", "r7");

  private final MappedSum mapped;
  private final ChannelOutput output;
  private final ThumbAssembly lines;
  private final int pixels;
  private final int room;
  private final int out;
  private final int inputSums;
  private final int stream;

  WordTile(MappedSum mapped, ChannelOutput output, ThumbAssembly lines, TileLoop loop) {
    this.mapped = mapped;
    this.lines = lines;
    this.output = output;
    pixels = loop.pixels();
    room = loop.room();
    out = loop.out();
    inputSums = lines.loadsSigned() ? 0 : lines.slots(pixels);
    stream = lines.slot();
  }

  /**
   * Keeps what the signs of weights have to be taken away for.
   *
   * @param place where the address of the position's inputs is kept
   */
  void putInputSum(int place) {
    int places = Long.numberOfTrailingZeros(sign());
    lines.add("lsls r5, r5, #" + places).add("rsbs r5, r5, #0");
    lines.get("r6", place).get("r7", room).add("subs r6, r6, r7").add("add r6, sp");
    lines.add("str r5, [r6, #%d]", inputSums);
  }

  /** What makes a weight a number that is not negative. */
  private long sign() {
    return mapped.half() ? HALF_SIGN : ProductSum.SIGN;
  }

  /** Weights of a word in the stream. */
  private int wordTaps() {
    return mapped.half() ? 2 * WORD : WORD;
  }

  private int channels() {
    return mapped.channels();
  }

  private int taps() {
    return mapped.taps();
  }

  /** Bytes from an input of a position to its next one. */
  int tapStep() {
    return WORD * pixels;
  }

  /** All channels of the first so many positions of the tile. */
  void tile(int count) {
    lines.comment("%d positions, a channel at a time".formatted(count));
    lines.number("r0", mapped.unit() * channels()).add("mov r12, r0");
    lines.address("r2", 0);
    lines.loop(channels(), () -> channel(count));
    lines.get("r3", out).advance("r3", (count - 1) * mapped.unit() * channels()).put("r3", out);
  }

  private void channel(int count) {
    lines.add("ldmia r2!, {r4}");
    for (int p = 0; p < count; p++) {
      if (lines.loadsSigned()) {
        lines.add("mov %s, r4", SUMS.get(p));
      } else {
        lines.get("r5", inputSums + WORD * p).add("adds r5, r5, r4");
        lines.add("mov %s, r5", SUMS.get(p));
      }
    }
    lines.get("r3", room);
    products(count);
    lines.get("r3", out);
    output.load();
    lines.put("r2", stream);
    for (int p = 0; p < count; p++) {
      output.result(SUMS.get(p));
      lines.add(mapped.store() + " r0, [r3, #0]");
      if (p + 1 < count) {
        lines.add("add r3, r3, r12");
      }
    }
    lines.get("r2", stream).get("r3", out).advance("r3", mapped.unit()).put("r3", out);
  }

  private void products(int count) {
    int turns = taps() / UNROLLED;
    int left = taps() % UNROLLED;
    Runnable turn =
        () -> {
          for (int i = 0; i < UNROLLED; i++) {
            tap(i, count);
          }
          lines.advance("r2", UNROLLED / wordTaps() * WORD);
        };
    if (turns > 1) {
      lines.number("r1", turns).counted(turns, "r1", turn);
    } else if (turns == 1) {
      turn.run();
    }
    for (int i = 0; i < left; i++) {
      tap(i, count);
    }
    lines.advance("r2", (left + wordTaps() - 1) / wordTaps() * WORD);
  }

  private void tap(int index, int count) {
    lines.loadByte("r0", "r2", mapped.half() ? index / 2 : index, lines.loadsSigned());
    if (mapped.half()) {
      lines.halfByte("r0", index % 2 == 0);
    }
    lines.add("ldmia r3!, {%s}", String.join(", ", INPUTS.subList(0, count)));
    for (int p = 0; p < count; p++) {
      lines.multiplyAdd(SUMS.get(p), "r0", INPUTS.get(p));
    }
    lines.advance("r3", WORD * (pixels - count));
  }

  /** For each channel: bias, weights, filled up to words, requantisation. */
  Buffer stream(String name) {
    List<Long> words = new ArrayList<>();
    for (int c = 0; c < channels(); c++) {
      words.add(mapped.sum().biases()[c] - output.from(c));
      for (int tap = 0; tap < taps(); tap += wordTaps()) {
        words.add(word(c, tap));
      }
      output.constants(words, c);
    }
    return SumCode.words(name, words);
  }

  private long word(int channel, int tap) {
    long word = 0;
    int bits = Integer.SIZE / wordTaps();
    for (int i = 0; i < wordTaps(); i++) {
      word |= (weight(channel, tap + i) & ((1L << bits) - 1)) << bits * i;
    }
    return (int) word;
  }

  private long weight(int channel, int tap) {
    long weight = tap < taps() ? mapped.sum().weights()[channel][tap] : 0;
    return lines.loadsSigned() ? weight : weight + sign();
  }
}
