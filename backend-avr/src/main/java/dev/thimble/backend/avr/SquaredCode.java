package dev.thimble.backend.avr;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.sums.SquaredSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Squared distances in assembly. With unsigned inputs u and points q (both offset), a distance is
 * {@code sum(f^2 u^2 + g u) - 2 f sum(u q) + constant}: the first sum is the same for all points,
 * so that only a product of bytes is left for each coordinate. All is exact modulo 2^32, and so is
 * the result.
 *
 * <p>Registers: r2..r17 hold up to four sums of three or four bytes, r1 is zero between products
 * where it is needed (r10 is not free for four sums of four bytes, so zero is r21); r18 is an
 * input, r19 a coordinate, r20 counts, r22 counts groups; r24 points to the inputs, X to the next
 * one and Z into the stream. The common sum lies on the stack.
 */
final class SquaredCode {
  /** Registers of sums. */
  static final int MOST_REGISTERS = 16;

  /** Points at a time. */
  private static final int GROUP = 4;

  /** Of the common sum on the stack. */
  static final int COMMON_BYTES = 4;

  /** Where a distance is when it is done. */
  static final List<String> DISTANCE = List.of("r18", "r19", "r20", "r23");

  private static final int COUNT = 256;
  private static final int MOST_INPUTS = 257;
  private static final int SIGN = 128;
  private static final int[] UNROLLED = {4, 3, 2};
  private static final String ZERO = "r21";

  private final SquaredSum sum;
  private final int inputs;
  private final int width;
  private final long least;
  private final int group;
  private final Buffer stream;

  private SquaredCode(String name, SquaredSum sum, int width, long least, int registers) {
    this.sum = sum;
    this.group = Math.min(GROUP, registers / (2 + width));
    this.inputs = sum.points()[0].length;
    this.width = width;
    this.least = least;
    this.stream = stream(name);
  }

  /**
   * The code of such sums, if all their numbers fit.
   *
   * @param registers for sums, from r2 on; at least 12
   */
  static Optional<SquaredCode> of(String name, SquaredSum sum, int registers) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long[] point : sum.points()) {
      for (long coordinate : point) {
        least = Math.min(least, coordinate);
        most = Math.max(most, coordinate);
      }
    }
    int inputs = sum.points()[0].length;
    boolean counted = inputs <= COUNT || unrolled(inputs) > 1;
    boolean fits =
        inputs <= MOST_INPUTS
            && counted
            && sum.factor() >= 1
            && 2 * sum.factor() < 256
            && most - least < 1 << 16
            && sum.points().length / (registers / 4) < COUNT;
    return fits
        ? Optional.of(new SquaredCode(name, sum, most - least < 256 ? 1 : 2, least, registers))
        : Optional.empty();
  }

  private static int unrolled(int inputs) {
    return IntStream.of(UNROLLED).filter(n -> inputs % n == 0).findFirst().orElse(1);
  }

  /** Bytes of a sum of products. */
  private int bytes() {
    return 2 + width;
  }

  private static String register(int index) {
    return "r" + (2 + index);
  }

  private String part(int point, int part) {
    return register(point * bytes() + part);
  }

  /** Bytes of a coordinate. */
  int width() {
    return width;
  }

  /** Points at a time. */
  int atOnce() {
    return Math.min(group, sum.points().length);
  }

  /** The registers of sums. */
  List<Integer> registers() {
    int count = Math.max(6, bytes() * atOnce());
    return IntStream.range(2, 2 + count).boxed().toList();
  }

  /** Coordinates and constants in flash. */
  Buffer stream() {
    return stream;
  }

  /** Computes all distances, the {@code use} of each being in its place. */
  void emit(Assembly lines, Runnable use) {
    lines.one("clr " + ZERO);
    common(lines);
    lines.address("%[c0]");
    int groups = sum.points().length / group;
    if (groups > 0) {
      lines.loop("r22", "r18", groups, () -> group(lines, group, use));
    }
    if (sum.points().length % group > 0) {
      group(lines, sum.points().length % group, use);
    }
    // The common sum was pushed.
    lines.two("pop r0").two("pop r0").two("pop r0").two("pop r0");
    lines.one("clr r1");
  }

  /** The next input, unsigned, in r18. */
  private static void input(Assembly lines) {
    lines.two("ld r18, X+").one("subi r18, 128");
  }

  /** {@code f^2 sum(u^2) + g sum(u)} is pushed, lowest byte last: sums in r2..r4 and r5, r6. */
  private void common(Assembly lines) {
    lines.comment("sums of squares and of inputs");
    lines.one("clr r2").one("clr r3").one("clr r4").one("clr r5").one("clr r6");
    lines.one("movw r26, r24");
    each(
        lines,
        () -> {
          input(lines);
          lines.one("add r5, r18").one("adc r6, " + ZERO);
          lines.two("mul r18, r18");
          lines.one("add r2, r0").one("adc r3, r1").one("adc r4, " + ZERO);
        });
    lines.comment("their part of each distance");
    lines.one("clr r26").one("clr r27").one("movw r30, r26");
    long f2 = sum.factor() * sum.factor();
    times(lines, new String[] {"r2", "r3", "r4"}, f2);
    times(lines, new String[] {"r5", "r6"}, -2 * sum.factor() * shift());
    lines.two("push r31").two("push r30").two("push r27").two("push r26");
  }

  /** What is to be taken from {@code f * u} before the point: {@code f * 128 - offset + least}. */
  private long shift() {
    return SIGN * sum.factor() - sum.offset() + least;
  }

  /** r26, r27, r30, r31 += value * factor, modulo 2^32. */
  private static void times(Assembly lines, String[] value, long factor) {
    String[] total = {"r26", "r27", "r30", "r31"};
    for (int f = 0; f < 4; f++) {
      int digit = (int) (factor >> 8 * f & 0xff);
      if (digit == 0) {
        continue;
      }
      lines.one("ldi r19, " + digit);
      for (int i = 0; i < value.length && i + f < 4; i++) {
        lines.two("mul " + value[i] + ", r19");
        lines.one("add " + total[i + f] + ", r0");
        if (i + f + 1 < 4) {
          lines.one("adc " + total[i + f + 1] + ", r1");
        }
        for (int carry = i + f + 2; carry < 4; carry++) {
          lines.one("adc " + total[carry] + ", " + ZERO);
        }
      }
    }
  }

  private void each(Assembly lines, Runnable body) {
    int unrolled = unrolled(inputs);
    lines.loop(
        "r20",
        "r18",
        inputs / unrolled,
        () -> {
          for (int i = 0; i < unrolled; i++) {
            body.run();
          }
        });
  }

  private void group(Assembly lines, int size, Runnable use) {
    lines.comment(size + " sums of products");
    for (int i = 0; i < size * bytes(); i++) {
      lines.one("clr " + register(i));
    }
    lines.one("movw r26, r24");
    each(
        lines,
        () -> {
          input(lines);
          for (int point = 0; point < size; point++) {
            for (int digit = 0; digit < width; digit++) {
              lines.flash("r19").two("mul r18, r19");
              lines.one("add " + part(point, digit) + ", r0");
              lines.one("adc " + part(point, digit + 1) + ", r1");
              for (int carry = digit + 2; carry < bytes(); carry++) {
                lines.one("adc " + part(point, carry) + ", " + ZERO);
              }
            }
          }
        });
    // The common sum lies on the stack: X goes there.
    for (int point = 0; point < size; point++) {
      finish(lines, point);
      use.run();
    }
  }

  /** {@code constant + common - 2 f sum}: the constant comes from the stream. */
  private void finish(Assembly lines, int point) {
    lines.comment("distance " + point + " of the group");
    lines.one("in r26, __SP_L__").one("in r27, __SP_H__").two("adiw r26, 1");
    // Products go to r0 and r1.
    String[] total = DISTANCE.toArray(new String[0]);
    for (String register : total) {
      lines.two("ld " + register + ", X+");
    }
    lines.one("ldi r26, " + 2 * sum.factor());
    for (int i = 0; i < bytes(); i++) {
      lines.two("mul " + part(point, i) + ", r26");
      lines.one("sub " + total[i] + ", r0");
      if (i + 1 < 4) {
        lines.one("sbc " + total[i + 1] + ", r1");
      }
      for (int borrow = i + 2; borrow < 4; borrow++) {
        lines.one("sbc " + total[borrow] + ", " + ZERO);
      }
    }
    for (int i = 0; i < 4; i++) {
      lines.flash("r26").one((i == 0 ? "add " : "adc ") + total[i] + ", r26");
    }
  }

  /** For each group: coordinates, one of each point for an input; then the points' constants. */
  private Buffer stream(String name) {
    List<Long> data = new ArrayList<>();
    long[][] points = sum.points();
    for (int first = 0; first < points.length; first += group) {
      int size = Math.min(group, points.length - first);
      for (int k = 0; k < inputs; k++) {
        for (int c = first; c < first + size; c++) {
          for (int digit = 0; digit < width; digit++) {
            data.add(points[c][k] - least >> 8 * digit & 0xff);
          }
        }
      }
      for (int c = first; c < first + size; c++) {
        long constant = sum.added()[c];
        for (int k = 0; k < inputs; k++) {
          long off = shift() + points[c][k] - least;
          constant += off * off;
        }
        for (int i = 0; i < 4; i++) {
          data.add(constant >> 8 * i & 0xff);
        }
      }
    }
    return Streams.bytes(name, data);
  }
}
