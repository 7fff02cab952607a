package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ProductSum;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The products of a tile: up to four positions by two channels, or one position by four channels.
 * Inputs stand ready as pairs of 16-bit numbers, weights in one stream of words; eight sums stay in
 * registers.
 *
 * <p>r2 points into the stream, r3 to the inputs, later to the outputs; r4 to r6 and r8 to r12 are
 * sums; r0, r1, r7 and lr are free.
 */
final class TileCode {
  /** Positions of a tile. */
  static final int PIXELS = 4;

  /** What the upper half of a byte stands for. */
  private static final int HALF = 16;

  private static final String UPPER = "0xf0f0f0f0";
  private static final int WORD = 4;
  private static final int[] UNROLLED = {8, 4, 2};
  private static final String[] SUMS = {"r4", "r5", "r6", "r8", "r9", "r10", "r11", "r12"};

  private final ProductSum sum;
  private final int unit;
  private final boolean half;
  private final TileResult result;
  private final ThumbAssembly lines;
  private final int pixels;
  private final boolean interleaved;
  private final TileStream stream;
  private final int room;
  private final int out;

  /**
   * A tile.
   *
   * @param result how sums become outputs
   * @param loop where addresses are kept
   * @param interleaved whether inputs stand so, as {@link TileStream} says
   */
  TileCode(
      MappedSum mapped,
      TileResult result,
      ThumbAssembly lines,
      TileLoop loop,
      boolean interleaved) {
    sum = mapped.sum();
    unit = mapped.unit();
    half = mapped.half();
    this.result = result;
    this.lines = lines;
    pixels = loop.pixels();
    this.interleaved = interleaved;
    stream = new TileStream(sum, half, unit, pixels, interleaved);
    room = loop.room();
    out = loop.out();
  }

  private int channels() {
    return stream.channels();
  }

  private int group() {
    return stream.group();
  }

  /** Words of inputs of one position. */
  int words() {
    int step = stream.step();
    return (stream.taps() + step - 1) / step * step / 2;
  }

  /** What sums have been multiplied by: weights of four bits are sixteenths of bytes. */
  private int factor() {
    return half ? HALF : result.doubling();
  }

  /** What inputs are multiplied by. */
  int doubling() {
    return half ? 1 : result.doubling();
  }

  /** Whether sums, so multiplied, fit a word. */
  boolean fits() {
    return IntStream.range(0, channels())
        .mapToObj(c -> sum.sums(c).plus(Interval.of(sum.biases()[c])))
        .allMatch(sums -> Element.I32.range().contains(sums.times(Interval.of(factor()))));
  }

  /** Bytes from a position to the next, in the room. */
  int pixelStep() {
    return interleaved ? WORD : WORD * words();
  }

  /** Bytes from a word of a position to its next one. */
  int wordStep() {
    return interleaved ? WORD * pixels : WORD;
  }

  /** All channels of the first so many positions of the tile. */
  void tile(int count) {
    lines.comment("%d positions by %d channels".formatted(count, group()));
    lines.address("r2", 0);
    int whole = channels() / group();
    if (whole > 0) {
      lines.loop(whole, () -> group(count, group()));
    }
    if (channels() % group() > 0) {
      group(count, channels() % group());
    }
    lines.get("r3", out).advance("r3", (count - 1) * unit * channels()).put("r3", out);
  }

  private void group(int count, int size) {
    lines.get("r3", room);
    if (pixels == 1) {
      row(size);
    } else {
      block(count);
    }
    lines.get("r3", out);
    for (int c = 0; c < size; c++) {
      requantise(c, count);
    }
    lines.advance("r3", unit * size).put("r3", out);
  }

  /** One position by up to four channels: four taps at a time. */
  private void row(int size) {
    List<String> sums = List.of(SUMS).subList(0, size);
    lines.add("ldmia r2!, {%s}", String.join(", ", sums));
    List<String> words = List.of("r0", "r1", "r7", "r9").subList(0, size);
    innermost(
        words() / (stream.step() / 2),
        () -> {
          lines.add("ldmia r2!, {%s}", String.join(", ", words));
          if (half) {
            fours(words, true);
          }
          fours(words, false);
        });
  }

  /** Four taps of each channel. */
  private void fours(List<String> words, boolean lower) {
    lines.add("ldrd r10, r11, [r3], #8");
    for (int c = 0; c < words.size(); c++) {
      String word = words.get(c);
      if (lower) {
        lines.add("lsl lr, %s, #4", word).add("and lr, lr, #" + UPPER);
        lines.add("sxtb16 r12, lr").add("sxtb16 lr, lr, ror #8");
        lines.add("smlad %s, r10, r12, %s", SUMS[c], SUMS[c]);
        lines.add("smlad %s, r11, lr, %s", SUMS[c], SUMS[c]);
        continue;
      }
      if (half) {
        lines.add("and %s, %s, #%s", word, word, UPPER);
      }
      lines.add("sxtb16 lr, " + word);
      lines.add("sxtb16 %s, %s, ror #8", word, word);
      lines.add("smlad %s, r10, lr, %s", SUMS[c], SUMS[c]);
      lines.add("smlad %s, r11, %s, %s", SUMS[c], word, SUMS[c]);
    }
  }

  /** Several positions by two channels: two taps at a time. */
  private void block(int count) {
    lines.add("ldmia r2!, {r4, r9}");
    for (int p = 1; p < count; p++) {
      lines.add("mov %s, r4", SUMS[p]).add("mov %s, r9", SUMS[PIXELS + p]);
    }
    if (half) {
      innermost(
          words() / 2,
          () -> {
            lines.add("ldr r7, [r2]").add("lsl r7, r7, #4").add("and r7, r7, #" + UPPER);
            pair(count);
            lines.add("ldr r7, [r2], #4").add("and r7, r7, #" + UPPER);
            pair(count);
          });
    } else {
      innermost(
          words(),
          () -> {
            lines.add("ldr r7, [r2], #4");
            pair(count);
          });
    }
  }

  /** Two taps, whose weights for both channels are in r7. */
  private void pair(int count) {
    lines.add("sxtb16 lr, r7").add("sxtb16 r7, r7, ror #8");
    for (int p = 0; p < count; p++) {
      load(p, count);
      String x = p % 2 == 0 ? "r0" : "r1";
      lines.add("smlad %s, %s, lr, %s", SUMS[p], x, SUMS[p]);
      lines.add("smlad %s, %s, r7, %s", SUMS[PIXELS + p], x, SUMS[PIXELS + p]);
    }
    if (interleaved && count < pixels) {
      lines.advance("r3", WORD * (pixels - count));
    }
  }

  /** The input pair of a position of the tile, in r0 for even ones, in r1 for odd ones. */
  private void load(int p, int count) {
    if (!interleaved) {
      String place = p == 0 ? "[r3], #4" : "[r3, #%d]".formatted(p * pixelStep() - WORD);
      lines.add("ldr %s, %s", p % 2 == 0 ? "r0" : "r1", place);
    } else if (p % 2 == 0) {
      lines.add(p + 1 < count ? "ldrd r0, r1, [r3], #8" : "ldr r0, [r3], #4");
    }
  }

  private void innermost(int rounds, Runnable body) {
    int unrolled = 1;
    for (int candidate : UNROLLED) {
      if (unrolled == 1 && rounds / candidate > 1) {
        unrolled = candidate;
      }
    }
    int times = unrolled;
    int turns = rounds / unrolled;
    Runnable turn =
        () -> {
          for (int i = 0; i < times; i++) {
            body.run();
          }
        };
    if (pixels == 1 && turns > 1 && !half) {
      // The last sum's register is free.
      lines.number("r12", turns).counted(turns, "r12", turn);
    } else {
      lines.loop(turns, turn);
    }
    for (int i = turns * unrolled; i < rounds; i++) {
      body.run();
    }
  }

  private void requantise(int channel, int count) {
    result.load();
    String store = unit == 1 ? "strb" : "strh";
    for (int p = 0; p < count; p++) {
      String value = SUMS[pixels == 1 ? channel : PIXELS * channel + p];
      if (factor() > result.doubling()) {
        int places = Integer.numberOfTrailingZeros(factor() / result.doubling());
        lines.add("asr %s, %s, #%d", value, value, places);
      }
      result.result(value);
      lines.add("%s r7, [r3, #%d]", store, unit * (p * channels() + channel));
    }
    result.done();
  }

  /** What the lines read. */
  Buffer stream(String name) {
    return stream.words(name, factor(), result);
  }
}
