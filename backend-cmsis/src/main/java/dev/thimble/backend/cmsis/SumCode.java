package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;

/**
 * What all sums of products have in common in Thumb-2: up to four channels at once, biases, weights
 * and requantisation constants in one stream of words.
 *
 * <p>r0 points to inputs of a position, r1 to the next output, r2 into the stream, r3 to the next
 * input; r4, r5, r6 and r8 are the sums, r9 holds the offset of inputs twice, lr counts; r7 and
 * r10..r12 are free.
 */
final class SumCode {
  /** Channels at once. */
  static final int GROUP = 4;

  /** Taps in a word. */
  static final int BLOCK = 4;

  private static final String[] SUMS = {"r4", "r5", "r6", "r8"};
  private static final String[] INPUTS = {"r9", "r10", "r11", "r12"};

  private final ProductSum sum;
  private final boolean half;
  private final RequantisedSums scales;
  private final boolean dsp;

  /**
   * Code for a sum.
   *
   * @param half whether weights in blocks have four bits
   */
  SumCode(ProductSum sum, boolean half, RequantisedSums scales, boolean dsp) {
    this.sum = sum;
    this.half = half;
    this.scales = scales;
    this.dsp = dsp && !half;
  }

  /** Whether a single tap's weights of four channels are two bytes. */
  boolean hasHalfTaps() {
    return half && !sum.bounds().isEmpty();
  }

  /** Taps of a block. */
  int block() {
    return half ? 2 * BLOCK : BLOCK;
  }

  /** Whether inputs and outputs have 16 bits. */
  private boolean areWords() {
    return sum.input().element() == Element.I16;
  }

  /** Whether four taps are computed at once, where so many lie side by side. */
  boolean hasBlocks() {
    return !areWords() && !sum.ownInputs() && (dsp || sum.bounds().isEmpty());
  }

  /** Whether {@link #block} uses r0 and lr too, and a counter must be elsewhere. */
  boolean needsPointers() {
    return hasBlocks() && !dsp;
  }

  /** Sums start with the biases. */
  void start(ThumbAssembly code, int size) {
    code.comment(size + " sums");
    if (size == 1) {
      code.add("ldr r4, [r2], #4");
    } else {
      code.add("ldmia r2!, {%s}", String.join(", ", List.of(SUMS).subList(0, size)));
    }
  }

  /** The offset of inputs, for {@link #block} and taps of depthwise layers. */
  void offsets(ThumbAssembly code) {
    if (dsp && sum.offset() != 0) {
      int half = (int) sum.offset() & 0xffff;
      code.add("movw r9, #" + half).add("movt r9, #" + half);
    }
  }

  /** Taps of a block, side by side. */
  void block(ThumbAssembly code, int size) {
    if (half) {
      bytes(code, size, 0);
      bytes(code, size, BLOCK);
      return;
    }
    if (!dsp) {
      bytes(code, size, 0);
      return;
    }
    code.add("ldr r12, [r3], #4");
    extend(code);
    for (int i = 0; i < size; i++) {
      code.add("ldr r10, [r2], #4").add("sxtb16 r7, r10").add("sxtb16 r10, r10, ror #8");
      code.add("smlad %s, r11, r7, %s", SUMS[i], SUMS[i]);
      code.add("smlad %s, r12, r10, %s", SUMS[i], SUMS[i]);
    }
  }

  /**
   * Four taps, product by product; the weights of two channels are loaded at once.
   *
   * @param from the first of these taps in the words of weights
   */
  private void bytes(ThumbAssembly code, int size, int from) {
    boolean last = from + BLOCK == block();
    for (String input : INPUTS) {
      code.add("%s %s, [r3], #1", isUnsigned() ? "ldrb" : "ldrsb", input);
    }
    for (int i = 0; i < size; i++) {
      if (i % 2 == 0) {
        boolean two = i + 1 < size;
        if (last) {
          code.add(two ? "ldmia r2!, {r0, r7}" : "ldr r0, [r2], #4");
        } else {
          code.add((two ? "ldrd r0, r7, [r2, #%d]" : "ldr r0, [r2, #%d]").formatted(4 * i));
        }
      }
      String word = i % 2 == 0 ? "r0" : "r7";
      for (int tap = 0; tap < BLOCK; tap++) {
        if (half) {
          code.add("sbfx lr, %s, #%d, #4", word, 4 * (from + tap));
        } else {
          weight(code, "lr", word, tap);
        }
        code.multiplyAdd(SUMS[i], "lr", INPUTS[tap]);
      }
    }
  }

  /** The bytes in r12 as 16-bit numbers: the even ones in r11, the odd ones in r12. */
  private void extend(ThumbAssembly code) {
    String sign = isUnsigned() ? "u" : "s";
    if (sum.offset() == 0) {
      code.add(sign + "xtb16 r11, r12").add(sign + "xtb16 r12, r12, ror #8");
    } else {
      code.add(sign + "xtab16 r11, r9, r12").add(sign + "xtab16 r12, r9, r12, ror #8");
    }
  }

  private boolean isUnsigned() {
    return sum.input().element() == Element.U8;
  }

  /** Whether so many channels read the same input. */
  private boolean isShared(int size) {
    return !sum.ownInputs() || sum.sharing() > 1 && sum.sharing() % size == 0;
  }

  /** One tap; the next lies {@code step} further on. */
  void tap(ThumbAssembly code, int size, int step) {
    if (isShared(size)) {
      load(code, "[r3], #" + step, step);
      if (dsp && size == GROUP) {
        code.add("ldr r10, [r2], #4").add("sxtb16 r7, r10").add("sxtb16 r10, r10, ror #8");
        code.add("smlabb r4, r11, r7, r4").add("smlabb r5, r11, r10, r5");
        code.add("smlabt r6, r11, r7, r6").add("smlabt r8, r11, r10, r8");
        return;
      }
      code.add(hasHalfTaps() ? "ldrh r10, [r2], #2" : "ldr r10, [r2], #4");
      for (int i = 0; i < size; i++) {
        if (hasHalfTaps()) {
          code.add("sbfx r7, r10, #%d, #4", 4 * i);
        } else {
          weight(code, "r7", "r10", i);
        }
        code.add("mla %s, r7, r11, %s", SUMS[i], SUMS[i]);
      }
      return;
    }
    if (dsp && size == GROUP && sum.sharing() == 1) {
      four(code, step);
      return;
    }
    code.add("ldr r10, [r2], #4");
    for (int i = 0; i < size; i++) {
      if (i % sum.sharing() == 0) {
        load(code, "[r3, #" + i / sum.sharing() * sum.input().element().bytes() + "]", 0);
      }
      weight(code, "r7", "r10", i);
      code.add("mla %s, r7, r11, %s", SUMS[i], SUMS[i]);
    }
    code.advance("r3", step);
  }

  /** One tap of four channels with inputs of their own. */
  private void four(ThumbAssembly code, int step) {
    if (areWords()) {
      code.add("ldr r11, [r3]").add("ldr r12, [r3, #4]").advance("r3", step);
    } else {
      code.add("ldr r12, [r3]").advance("r3", step);
      extend(code);
    }
    code.add("ldr r10, [r2], #4").add("sxtb16 r7, r10").add("sxtb16 r10, r10, ror #8");
    if (areWords()) {
      code.add("smlabb r4, r11, r7, r4").add("smlatb r5, r11, r10, r5");
      code.add("smlabt r6, r12, r7, r6").add("smlatt r8, r12, r10, r8");
    } else {
      code.add("smlabb r4, r11, r7, r4").add("smlabb r5, r12, r10, r5");
      code.add("smlatt r6, r11, r7, r6").add("smlatt r8, r12, r10, r8");
    }
  }

  private void load(ThumbAssembly code, String place, int step) {
    String load = areWords() ? "ldrsh" : isUnsigned() ? "ldrb" : "ldrsb";
    if (Math.abs(step) <= 255) {
      code.add("%s r11, %s", load, place);
    } else {
      code.add("%s r11, [r3]", load).advance("r3", step);
    }
    code.advance("r11", Math.toIntExact(sum.offset()));
  }

  private static void weight(ThumbAssembly code, String register, String word, int index) {
    String turned = index == 0 ? "" : ", ror #" + 8 * index;
    code.add("sxtb %s, %s%s", register, word, turned);
  }

  /** The sums become outputs. */
  void requantise(ThumbAssembly code, int size) {
    code.comment("(sum * multiplier + constant) >> shift, within the limits");
    for (int i = 0; i < size; i++) {
      code.add("ldmia r2!, {r7, " + (scales.hasShifts() ? "r10, " : "") + "r11, r12}");
      code.add("smlal r11, r12, %s, r7", SUMS[i]);
      if (scales.twice()) {
        code.add("and r3, %s, #0x80000000", SUMS[i]);
        code.add("subs r11, r11, r3").add("sbc r12, r12, #0");
      }
      if (scales.hasShifts()) {
        code.add("asr r12, r12, r10");
      }
      code.saturate("r12", "r12", scales.commonShift().orElse(0), scales.limits(), "r7");
      code.add(areWords() ? "strh r12, [r1], #2" : "strb r12, [r1], #1");
    }
  }

  /**
   * For each group: biases, the weights, each channel's requantisation.
   *
   * @param run taps side by side: in blocks of four as long as there are four, where there are
   *     blocks
   * @param group channels at once
   */
  Buffer stream(String name, int run, int group) {
    List<Long> words = new ArrayList<>();
    int channels = sum.weights().length;
    for (int first = 0; first < channels; first += group) {
      int size = Math.min(group, channels - first);
      for (int c = first; c < first + size; c++) {
        words.add(sum.biases()[c]);
      }
      int taps = sum.weights()[0].length;
      for (int from = 0; from < taps && hasHalfTaps(); from += 2) {
        words.add(halfTap(first, size, from) | halfTap(first, size, from + 1) << 16);
      }
      for (int from = 0; from < taps && !hasHalfTaps(); from += run) {
        run(words, first, size, from, from + run);
      }
      scales.words(words, first, size);
    }
    return words(name, words);
  }

  /** An array of words. */
  static Buffer words(String name, List<Long> words) {
    return Buffer.constant(name, Element.I32, words.stream().mapToLong(Long::longValue).toArray());
  }

  private void run(List<Long> words, int first, int size, int from, int to) {
    int tap = from;
    for (; hasBlocks() && tap + block() <= to; tap += block()) {
      for (int c = first; c < first + size; c++) {
        words.add(block(sum.weights()[c], tap));
      }
    }
    for (; tap < to; tap++) {
      long[] bytes = new long[GROUP];
      for (int i = 0; i < size; i++) {
        bytes[i] = sum.weights()[first + i][tap];
      }
      words.add(word(bytes[0], bytes[1], bytes[2], bytes[3]));
    }
  }

  /** A tap's weights of a group, four bits each. */
  private long halfTap(int first, int size, int tap) {
    long bits = 0;
    for (int i = 0; i < size && tap < sum.weights()[first].length; i++) {
      bits |= (sum.weights()[first + i][tap] & 15) << 4 * i;
    }
    return bits;
  }

  /** The weights of a block in a word, the first in its lowest bits. */
  private long block(long[] weights, int tap) {
    int bits = Integer.SIZE / block();
    long word = 0;
    for (int i = 0; i < block(); i++) {
      word |= (weights[tap + i] & ((1L << bits) - 1)) << bits * i;
    }
    return (int) word;
  }

  /** Four bytes in the order in which they lie in memory. */
  static long word(long a, long b, long c, long d) {
    return (int) (a & 0xff | (b & 0xff) << 8 | (c & 0xff) << 16 | (d & 0xff) << 24);
  }
}
