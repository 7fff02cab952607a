package dev.thimble.backend.avr;

import java.util.List;

/**
 * Sums of unsigned inputs times weights of four bits, two a byte, in the registers of {@link
 * SumCode}. A byte {@code b} holds the weights of two channels with 8 added: {@code (b & 15) * x}
 * goes to the first channel's sum, {@code b * x} to the second's. At the end the first is taken off
 * the second, which is divided by 16; then both get the offset, less 8 times the sum of all inputs
 * in r12 and r13. The last of an odd number of channels has a byte of its own.
 */
final class HalfSums {
  private static final int ADDED = 8;
  private static final int BITS = 4;

  private HalfSums() {}

  /** The bytes of a tap. */
  static void weights(List<Long> bytes, long[][] weights, int first, int size, int tap) {
    for (int i = 0; i < size; i += 2) {
      long low = weights[first + i][tap] + ADDED;
      long high = i + 1 < size ? weights[first + i + 1][tap] + ADDED : 0;
      bytes.add(high << BITS | low);
    }
  }

  static void clear(Assembly code, int size) {
    code.comment("%d sums".formatted(size));
    for (int i = 0; i < size; i++) {
      code.one("clr r" + low(i)).one("clr r" + (low(i) + 1)).one("clr r" + top(i));
    }
  }

  /** The products of the input in r19. */
  static void tap(Assembly code, int size) {
    for (int i = 0; i < size; i += 2) {
      code.flash("r18");
      if (i + 1 < size) {
        add(code, i + 1);
        code.one("andi r18, 15");
      }
      add(code, i);
    }
  }

  private static void add(Assembly code, int channel) {
    code.two("mul r18, r19").one("add r%d, r0".formatted(low(channel)));
    code.one("adc r%d, r1".formatted(low(channel) + 1));
    code.one("adc r%d, r10".formatted(top(channel)));
  }

  /** Each channel's own sum, with the offset. */
  static void separate(Assembly code, int size) {
    code.comment("the second of two sums without the first; the offset, less what was added");
    code.one("mov r20, r12").one("mov r21, r13").one("clr r19");
    for (int bit = 1; bit < ADDED; bit *= 2) {
      code.one("lsl r20").one("rol r21").one("rol r19");
    }
    code.one("com r19").one("com r21").one("neg r20");
    code.one("sbci r21, 255").one("sbci r19, 255").one("subi r19, 0x80");
    for (int i = 1; i < size; i += 2) {
      three(code, "sub", "sbc", i, low(i - 1), low(i - 1) + 1, top(i - 1));
      for (int bit = 0; bit < BITS; bit++) {
        code.one("lsr r%d".formatted(top(i))).one("ror r%d".formatted(low(i) + 1));
        code.one("ror r%d".formatted(low(i)));
      }
    }
    for (int i = 0; i < size; i++) {
      three(code, "add", "adc", i, 20, 21, 19);
    }
  }

  private static void three(
      Assembly code, String first, String next, int channel, int low, int middle, int top) {
    code.one("%s r%d, r%d".formatted(first, low(channel), low));
    code.one("%s r%d, r%d".formatted(next, low(channel) + 1, middle));
    code.one("%s r%d, r%d".formatted(next, top(channel), top));
  }

  private static int low(int channel) {
    return 2 + 2 * channel;
  }

  private static int top(int channel) {
    return 14 + channel;
  }
}
