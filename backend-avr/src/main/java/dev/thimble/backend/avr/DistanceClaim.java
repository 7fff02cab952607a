package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.SquaredSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Squared distances as one block of assembly. With unsigned inputs u and points q (both offset), a
 * distance is {@code sum(f^2 u^2 + g u) - 2 f sum(u q) + constant}: the first sum is the same for
 * all points, so that only a product of bytes is left for each coordinate. All is exact modulo
 * 2^32, and so is the result.
 *
 * <p>Registers: r2..r17 hold up to four sums of three or four bytes, r1 is zero between products
 * where it is needed (r10 is not free for four sums of four bytes, so zero is r21); r18 is an
 * input, r19 a coordinate, r20 counts; r24 points to the inputs, X to the next one, Y to the next
 * output and Z into the stream. The common sum lies in the last output until the end.
 */
final class DistanceClaim {
  private static final int GROUP = 4;
  private static final int COUNT = 256;
  private static final int MOST_INPUTS = 257;
  private static final int SIGN = 128;

  /** Of the common sum on the stack. */
  private static final int COMMON_BYTES = 4;

  private static final int[] UNROLLED = {4, 3, 2};
  private static final String ZERO = "r21";

  private final Core core;
  private final SquaredSum sum;
  private final int inputs;
  private final int width;
  private final long least;
  private final Buffer stream;

  private DistanceClaim(Core core, Kernel kernel, SquaredSum sum, int width, long least) {
    this.core = core;
    this.sum = sum;
    this.inputs = sum.points()[0].length;
    this.width = width;
    this.least = least;
    this.stream = stream(kernel.name() + "_stream");
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    Optional<SquaredSum> found = SquaredSum.of(kernel);
    if (!core.multiplier() || found.isEmpty()) {
      return Optional.empty();
    }
    SquaredSum sum = found.get();
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
            && sum.points().length / GROUP < COUNT;
    return fits
        ? Optional.of(
            new DistanceClaim(core, kernel, sum, most - least < 256 ? 1 : 2, least).claim())
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

  private Claim claim() {
    Assembly lines = new Assembly();
    List<Integer> saved = new ArrayList<>();
    int registers = Math.max(6, bytes() * Math.min(GROUP, sum.points().length));
    for (int i = 0; i < registers; i++) {
      saved.add(2 + i);
    }
    saved.add(28);
    saved.add(29);
    Routine routine = Routine.begin(core, lines, saved, 0, COMMON_BYTES);
    lines.one("movw r28, r22").one("clr " + ZERO);
    common(lines);
    lines.one("ldi r30, lo8(%[c0])").one("ldi r31, hi8(%[c0])");
    int groups = sum.points().length / GROUP;
    if (groups > 0) {
      lines.loop("r22", "r18", groups, () -> group(lines, GROUP));
    }
    if (sum.points().length % GROUP > 0) {
      group(lines, sum.points().length % GROUP);
    }
    // The common sum was pushed.
    lines.two("pop r0").two("pop r0").two("pop r0").two("pop r0");
    lines.one("clr r1");
    String summary =
        "%d squared distances of %d bytes each by products of %d bytes, %d at a time"
            .formatted(sum.points().length, inputs, width, Math.min(GROUP, sum.points().length));
    return routine.end(summary, sum.input(), sum.output(), List.of(stream));
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

  private void group(Assembly lines, int size) {
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
    }
  }

  /** {@code constant + common - 2 f sum}: the constant comes from the stream. */
  private void finish(Assembly lines, int point) {
    lines.comment("distance " + point + " of the group");
    lines.one("in r26, __SP_L__").one("in r27, __SP_H__").two("adiw r26, 1");
    // r18, r19, r20, r23 hold the distance; products go to r0 and r1.
    String[] total = {"r18", "r19", "r20", "r23"};
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
      lines.two("st Y+, " + total[i]);
    }
  }

  /** For each group: coordinates, one of each point for an input; then the points' constants. */
  private Buffer stream(String name) {
    List<Long> data = new ArrayList<>();
    long[][] points = sum.points();
    for (int first = 0; first < points.length; first += GROUP) {
      int size = Math.min(GROUP, points.length - first);
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
