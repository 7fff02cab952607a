package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.SoftmaxRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Softmax over signed bytes as one block of assembly: one table, and for each class a division of
 * eight steps without restoring. All takes as long whatever the numbers are.
 *
 * <p>The addend of a distance is its numerator divided by 512, rounded: {@link SoftmaxRows#merged}
 * finds numerators of which that is true, and whose quotients are the kernel's.
 *
 * <p>Registers: r18 is a row's largest value, r19 a distance, r20..r23 (and r16) what is divided,
 * r24, r25, r17 (and r15) the sum, r14..r2 what corrections add, r10 counts rows and r0 classes;
 * r30 is 255 where the quotient is more than that. X points to inputs, Y to outputs.
 */
final class SoftmaxClaim {
  private static final int COUNT = 256;
  private static final int[] CORRECTIONS = {14, 13, 12, 11, 9, 8, 7, 6, 5, 4, 3, 2};
  private static final int STEPS = 7;

  private final Core core;
  private final SoftmaxRows rows;
  private final Buffer table;
  private final List<Integer> rest;
  private final List<Integer> sum;
  private final Assembly lines;

  private SoftmaxClaim(Core core, Kernel kernel, SoftmaxRows rows, long[] table, boolean wide) {
    this.core = core;
    this.lines = new Assembly(core);
    this.rows = rows;
    this.table = Streams.bytes(kernel.name() + "_table", table, Integer.BYTES);
    this.rest = wide ? List.of(20, 21, 22, 23, 16) : List.of(20, 21, 22, 23);
    this.sum = wide ? List.of(24, 25, 17, 15) : List.of(24, 25, 17);
  }

  /** The claim of a kernel that is softmax, if its numbers fit. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    Optional<SoftmaxRows> found = SoftmaxRows.of(kernel);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SoftmaxRows rows = found.get();
    boolean fits =
        rows.rows() <= COUNT
            && rows.classes() <= COUNT
            && rows.corrections().size() <= CORRECTIONS.length
            && rows.isPlain();
    if (!fits) {
      return Optional.empty();
    }
    boolean wide = rows.mostSum() >= 1L << 23;
    return rows.merged().map(table -> new SoftmaxClaim(core, kernel, rows, table, wide).claim());
  }

  private Claim claim() {
    Routine routine = Routine.begin(core, lines, saved());
    lines.one("movw r26, r24").one("movw r28, r22");
    lines.loop("r10", "r18", rows.rows(), this::row);
    return routine.end(
        "a table, and eight steps of division for each class",
        rows.input(),
        rows.output(),
        List.of(table));
  }

  private List<Integer> saved() {
    List<Integer> saved = new ArrayList<>(List.of(28, 29, 17));
    if (rest.size() > Integer.BYTES) {
      saved.addAll(List.of(16, 15));
    }
    for (int i = 0; i < rows.corrections().size(); i++) {
      saved.add(CORRECTIONS[i]);
    }
    if (rows.rows() > 1) {
      saved.add(10);
    }
    return saved;
  }

  private void row() {
    int classes = rows.classes();
    lines.comment("the largest");
    lines.one("ldi r18, 0x80");
    lines.loop(
        "r0",
        "r19",
        classes,
        () -> {
          lines.two("ld r19, X+").one("cp r18, r19");
          lines.unlessLine("brge", Assembly.line("mov r18, r19"));
        });
    lines.advance(26, -classes, true);
    lines.comment("the sum of all numerators / 512, rounded");
    sum.forEach(register -> lines.one("clr r" + register));
    lines.loop("r0", "r19", classes, this::add);
    lines.advance(26, -classes, true);
    for (int i = 0; i < rows.corrections().size(); i++) {
      correction(rows.corrections().get(i), CORRECTIONS[i]);
    }
    lines.comment("(numerator + sum) / (2 * sum)");
    lines.loop("r0", "r19", classes, this::divide);
  }

  /** Z points to byte {@code plus} of the next value's numerator. */
  private void point(int plus) {
    lines.two("ld r19, X+").one("neg r19").one("add r19, r18");
    if (table.length() / Integer.BYTES < COUNT) {
      int last = table.length() / Integer.BYTES - 1;
      lines.one("cpi r19, " + last);
      lines.unlessLine("brlo", Assembly.line("ldi r19, " + last));
    }
    lines.one("mov r30, r19").one("mov r31, r1");
    lines.one("lsl r30").one("rol r31").one("lsl r30").one("rol r31");
    String at = "(-(%[c0]" + (plus == 0 ? "" : "+" + plus) + "))";
    lines.one("subi r30, lo8" + at).one("sbci r31, hi8" + at);
  }

  private void add() {
    point(1);
    lines.near("r21").near("r22").near("r23");
    lines.one("subi r21, 255").one("sbci r22, 255").one("sbci r23, 255");
    lines.one("lsr r23").one("ror r22").one("ror r21");
    addTo(sum, List.of(21, 22, 23));
  }

  /** Adds to a longer number. */
  private void addTo(List<Integer> to, List<Integer> number) {
    for (int i = 0; i < to.size(); i++) {
      int by = i < number.size() ? number.get(i) : 1;
      lines.one((i == 0 ? "add r" : "adc r") + to.get(i) + ", r" + by);
    }
  }

  /** A register with what is added at the distance: 0 for other sums than the correction's. */
  private void correction(SoftmaxRows.Correction correction, int register) {
    lines.comment("what is added at distance " + correction.distance());
    lines.one("ldi r19, " + (correction.more() & 0xff));
    if (correction.low() > 0) {
      compareSum(correction.low());
      lines.unlessLine("brsh", Assembly.line("ldi r19, 0"));
    }
    compareSum(correction.high() + 1);
    lines.unlessLine("brlo", Assembly.line("ldi r19, 0"));
    lines.one("mov r%d, r19".formatted(register));
  }

  private void compareSum(long to) {
    for (int i = 0; i < sum.size(); i++) {
      lines.one("ldi r20, " + (to >> 8 * i & 0xff));
      lines.one((i == 0 ? "cp r" : "cpc r") + sum.get(i) + ", r20");
    }
  }

  private void divide() {
    point(0);
    for (int i = 0; i < Integer.BYTES; i++) {
      lines.near("r" + rest.get(i));
    }
    if (rest.size() > Integer.BYTES) {
      lines.one("clr r" + rest.get(Integer.BYTES));
    }
    addTo(rest, sum);
    takeAway("sub", "sbc");
    for (int i = 0; i < sum.size(); i++) {
      lines.one((i == 0 ? "cp r" : "cpc r") + rest.get(i + 1) + ", r" + sum.get(i));
    }
    lines.one("ldi r30, 255");
    lines.unlessLine("brge", Assembly.line("ldi r30, 0"));
    lines.loop("r31", "r31", STEPS, this::step);
    int top = rest.get(rest.size() - 1);
    lines.one("lsl r20").unless("sbrs r%d, 7".formatted(top), "inc r20");
    for (int i = 0; i < rows.corrections().size(); i++) {
      lines.one("cpi r19, " + rows.corrections().get(i).distance());
      lines.unlessLine("brne", Assembly.line("add r20, r" + (CORRECTIONS[i])));
    }
    lines.one("or r20, r30").one("subi r20, 128").two("st Y+, r20");
  }

  /**
   * A bit of the quotient. What is left is negative where the last bit was 0; then the divisor is
   * added instead of taken away.
   */
  private void step() {
    IntStream.range(0, rest.size())
        .forEach(i -> lines.one((i == 0 ? "lsl r" : "rol r") + rest.get(i)));
    // Both ways take as long: 1 + 1 + bytes + 2 and 2 + bytes + 2.
    int bytes = sum.size();
    String negative = lines.label();
    String end = lines.label();
    lines.one("brcs " + negative).one("inc r20");
    takeAway("sub", "sbc");
    lines.two("rjmp " + end);
    lines.place(negative);
    lines.uncounted("rjmp .+0");
    for (int i = 0; i < bytes; i++) {
      lines.uncounted((i == 0 ? "add r" : "adc r") + rest.get(i + 1) + ", r" + sum.get(i));
    }
    lines.place(end);
  }

  private void takeAway(String first, String next) {
    for (int i = 0; i < sum.size(); i++) {
      lines.one((i == 0 ? first : next) + " r" + rest.get(i + 1) + ", r" + sum.get(i));
    }
  }
}
