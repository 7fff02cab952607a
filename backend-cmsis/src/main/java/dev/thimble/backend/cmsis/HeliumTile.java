package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;

/** The products of a tile in vectors of sixteen bytes; see {@link HeliumSumClaim}. */
final class HeliumTile {
  /** Positions of a tile. */
  static final int PIXELS = 4;

  /** Channels at once for a single position. */
  static final int CHANNELS = 8;

  private static final int WORD = 4;
  private static final int UNROLLED = 4;

  /** How far a vector of words can be loaded from a pointer, and its end. */
  private static final int NEAR = 508 + HeliumSumClaim.LANES;

  private static final int LANES = HeliumSumClaim.LANES;
  private static final String[] SUMS = {"r0", "r2", "r4", "r6", "r8", "r10", "r12", "lr"};
  private static final String[] INPUTS = {"r1", "r3", "r5", "r7"};

  private final ProductSum sum;
  private final boolean half;
  private final TileScale scale;
  private final TileOutput output;
  private final HeliumScatter scatter;
  private final ThumbAssembly lines;
  private final int pixels;
  private final int room;
  private final int out;

  HeliumTile(MappedSum mapped, TileScale scale, ThumbAssembly lines, TileLoop loop) {
    sum = mapped.sum();
    half = mapped.half();
    this.scale = scale;
    this.lines = lines;
    output = new TileOutput(scale, sum.output().element(), lines);
    scatter = new HeliumScatter(scale, sum.output().element(), lines);
    pixels = loop.pixels();
    room = loop.room();
    out = loop.out();
  }

  /** The bias when padding holds what stands for zero, and inputs have no offset. */
  static long bias(ProductSum sum, int channel) {
    return sum.biases()[channel] + sum.offset() * LongStream.of(sum.weights()[channel]).sum();
  }

  private int channels() {
    return sum.weights().length;
  }

  private int vectors() {
    return (sum.weights()[0].length + LANES - 1) / LANES;
  }

  /** Bytes of a position's inputs. */
  int pixelBytes() {
    return LANES * vectors();
  }

  private int group() {
    return pixels == 1 ? CHANNELS : 2;
  }

  /** All channels of the first so many positions of the tile. */
  void all(int count) {
    lines.comment("%d positions by %d channels".formatted(count, group()));
    if (pixels > 1) {
      scatter.begin(channels(), count);
    }
    lines.address("r9", 0);
    int whole = channels() / group();
    if (isNear()) {
      lines.get("r11", room).get("r3", out);
    }
    if (isNear() && whole > 1) {
      lines.number("r5", whole).counted(whole, "r5", () -> group(count, group()));
    } else if (whole > 0) {
      lines.loop(whole, () -> group(count, group()));
    }
    if (channels() % group() > 0) {
      group(count, channels() % group());
    }
    if (isNear()) {
      lines.advance("r3", (count - 1) * channels()).put("r3", out);
    } else {
      lines.get("r11", out).advance("r11", (count - 1) * channels()).put("r11", out);
    }
  }

  private void group(int count, int size) {
    if (pixels == 1) {
      row(size);
      lines.get("r11", out);
      for (int c = 0; c < size; c++) {
        requantise(c);
      }
      lines.advance("r11", size).put("r11", out);
    } else if (isNear()) {
      for (int v = 0; v < vectors(); v++) {
        products(count, size, v, true);
      }
      store(count, size, "r3");
    } else {
      far(count, size);
      lines.get("r11", out);
      store(count, size, "r11");
      lines.put("r11", out);
    }
  }

  /** Whether the inputs of all positions can be reached by one pointer. */
  private boolean isNear() {
    return pixels > 1 && pixels * pixelBytes() <= NEAR;
  }

  private void far(int count, int size) {
    lines.get("r1", room);
    for (int p = 1; p < count; p++) {
      lines.add("addw %s, r1, #%d", INPUTS[p], p * pixelBytes());
    }
    for (int v = 0; v < step(); v++) {
      products(count, size, v, false);
    }
    vectors(step(), v -> products(count, size, v, false));
  }

  /** All vectors of taps from so many on. */
  private void vectors(int from, IntConsumer vector) {
    int turns = (vectors() - from) / step();
    Runnable turn =
        () -> {
          for (int v = from; v < from + step(); v++) {
            vector.accept(v);
          }
        };
    if (turns * step() <= UNROLLED) {
      for (int i = 0; i < turns; i++) {
        turn.run();
      }
    } else {
      lines.number("r11", turns).counted(turns, "r11", turn);
    }
    if ((vectors() - from) % step() > 0) {
      vector.accept(vectors() - 1);
    }
  }

  /** Vectors of taps that are loaded in one. */
  private int step() {
    return half ? 2 : 1;
  }

  /**
   * A channel's weights of a vector of taps; where they have four bits, two vectors are one in the
   * stream, which is loaded twice.
   */
  private void weights(int register, int channel, int vector) {
    boolean lower = half && vector % 2 == 0;
    boolean again = lower && vector + 1 < vectors();
    String place = again ? "[r9, #%d]".formatted(LANES * channel) : "[r9], #16";
    lines.add("vldrb.u8 q%d, %s", register, place);
    if (lower) {
      lines.add("vshl.i8 q%d, q%d, #4", register, register);
    }
    if (half) {
      lines.add("vshr.s8 q%d, q%d, #4", register, register);
    }
  }

  /** Products of one vector of taps; those of the first begin the sums. */
  private void products(int count, int size, int vector, boolean near) {
    for (int c = 0; c < size; c++) {
      weights(PIXELS + c, c, vector);
    }
    for (int p = 0; p < count; p++) {
      if (near) {
        lines.add("vldrw.u32 q%d, [r11, #%d]", p, p * pixelBytes() + vector * LANES);
      } else {
        lines.add("vldrb.u8 q%d, [%s], #16", p, INPUTS[p]);
      }
      for (int c = 0; c < size; c++) {
        lines.add(
            "vmladav%s.s8 %s, q%d, q%d",
            vector == 0 ? "" : "a", SUMS[PIXELS * c + p], p, PIXELS + c);
      }
    }
  }

  private void store(int count, int size, String register) {
    for (int c = 0; c < size; c++) {
      List<String> sums = List.of(SUMS).subList(PIXELS * c, PIXELS * (c + 1));
      scatter.store(sums, register, count < PIXELS);
    }
  }

  private void row(int size) {
    for (int c = 0; c < size; c++) {
      lines.add("ldr %s, [r9], #4", SUMS[c]);
    }
    lines.get("r1", room);
    vectors(
        0,
        v -> {
          lines.add("vldrb.u8 q0, [r1], #16");
          for (int c = 0; c < size; c++) {
            int q = 1 + c % 7;
            weights(q, c, v);
            lines.add("vmladava.s8 %s, q0, q%d", SUMS[c], q);
          }
        });
  }

  private void requantise(int channel) {
    lines.add("ldrd r1, r3, [r9], #8");
    if (output.ownShifts()) {
      lines.add("ldr r5, [r9], #4");
    }
    String value = SUMS[channel];
    if (scale.doubling() > 1) {
      lines.add("lsl %s, %s, #1", value, value);
    }
    output.result(value, "r1", "r3", "r5");
    lines.add("strb r7, [r11, #%d]", channel);
  }

  /** For each group: weights, behind biases or before them, and each channel's requantisation. */
  Buffer stream(String name) {
    List<Long> words = new ArrayList<>();
    for (int first = 0; first < channels(); first += group()) {
      int size = Math.min(group(), channels() - first);
      for (int c = first; c < first + size && pixels == 1; c++) {
        words.add(bias(sum, c));
      }
      for (int v = 0; v < vectors(); v += step()) {
        for (int c = first; c < first + size; c++) {
          vector(words, c, v * LANES);
        }
      }
      if (pixels == 1) {
        output.constants(words, first, size);
      } else {
        for (int c = first; c < first + size; c++) {
          scatter.constants(words, bias(sum, c), scale.channels().get(c));
        }
      }
    }
    return SumCode.words(name, words);
  }

  private void vector(List<Long> words, int channel, int from) {
    for (int tap = from; tap < from + LANES; tap += WORD) {
      words.add(
          SumCode.word(
              weight(channel, tap),
              weight(channel, tap + 1),
              weight(channel, tap + 2),
              weight(channel, tap + 3)));
    }
  }

  /** A byte of weights: one of a byte, or two of four bits. */
  private long weight(int channel, int tap) {
    return half ? at(channel, tap) & 15 | at(channel, tap + LANES) << 4 : at(channel, tap);
  }

  private long at(int channel, int tap) {
    return tap < sum.weights()[channel].length ? sum.weights()[channel][tap] : 0;
  }
}
