package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products with padding as one block of assembly. What differs from line to line at the
 * borders, where the first tap lies and how many there are, is a short table in flash.
 *
 * <p>Besides the registers of {@link SumCode}: r11 counts the taps of a row, r12 and r13 hold what
 * Z skips behind each row of taps and r24 and r25 what X skips, r22 and r23 count rows and taps.
 * Everything else lies in a frame on the stack, which Y points to; X writes the outputs.
 */
final class BorderedSumClaim {
  private static final int COUNT = 256;

  /** The third byte of a far address behind those of {@link BorderLoops}. */
  private static final int FAR = BorderLoops.FRAME + 1;

  private static final int UNROLLED_WORDS = 60;
  private static final int[] SCALED = {19, 20, 22, 23, 24, 25};

  private final Core core;
  private final ProductSum sum;
  private final Borders borders;
  private final BorderedCode code;
  private final int elementBytes;
  private final int group;
  private final int unrolled;
  private final int gap;
  private final Buffer stream;
  private final Buffer table;
  private final BorderLoops loops;
  private final Assembly lines;

  private BorderedSumClaim(
      Core core, Kernel kernel, ProductSum sum, Borders borders, BorderedCode code, int group) {
    this.core = core;
    this.lines = new Assembly(core);
    this.sum = sum;
    this.borders = borders;
    this.group = group;
    this.code = code;
    this.elementBytes = sum.input().element().bytes();
    this.gap = borders.tapStep() - elementBytes * (sum.ownInputs() ? group / sum.sharing() : 1);
    boolean even = borders.columns().stream().allMatch(line -> line.count() % 2 == 0);
    this.unrolled = even && 2 * code.tapWords(group, gap) <= UNROLLED_WORDS ? 2 : 1;
    this.stream = Streams.of(core, code.stream(kernel.name() + "_stream", group));
    this.loops =
        new BorderLoops(
            lines,
            borders,
            elementBytes * sum.at().base(),
            group,
            unrolled,
            sum.ownInputs() ? elementBytes * sum.weights().length / sum.sharing() : 0,
            1);
    this.table = loops.table(kernel.name() + "_borders");
  }

  /** The claim of a kernel that is such a sum of bytes with padding, if all its numbers fit. */
  static Optional<Claim> of(Core core, Kernel kernel) {
    Optional<ProductSum> found =
        ProductSum.ofBytes(kernel)
            .filter(s -> s.sharing() > 1 || !s.bounds().isEmpty())
            .filter(ProductSum::hasByteFactors);
    if (!core.multiplier() || found.isEmpty()) {
      return Optional.empty();
    }
    ProductSum sum = found.get();
    int group = SumCode.GROUP;
    while (sum.weights().length % group != 0 || group > 1 && group % sum.sharing() != 0) {
      group--;
    }
    if (group % sum.sharing() != 0) {
      return Optional.empty();
    }
    int size = group;
    return borders(sum, group)
        .flatMap(
            borders ->
                SumCode.scales(sum, InCode.NOTHING)
                    .map(
                        s ->
                            new SumCode(
                                sum, s, SCALED, "X", false, sum.offset(), false, InCode.NOTHING))
                    .map(code -> new BorderedSumClaim(core, kernel, sum, borders, code, size)))
        .map(BorderedSumClaim::claim);
  }

  /** The claim of a kernel that is a sum of bytes, on a core without products. */
  static Optional<Claim> ofShifts(Core core, Kernel kernel) {
    return ProductSum.of(kernel)
        .map(ProductSum::unsigned)
        .flatMap(sum -> ShiftSumCode.of(sum).flatMap(code -> ofShifts(core, kernel, sum, code)));
  }

  private static Optional<Claim> ofShifts(
      Core core, Kernel kernel, ProductSum sum, ShiftSumCode code) {
    return borders(sum, 1)
        .map(borders -> new BorderedSumClaim(core, kernel, sum, borders, code, 1).claim());
  }

  /** The claim of a kernel that is a sum of words, with or without padding. */
  static Optional<Claim> ofWords(Core core, Kernel kernel) {
    return ProductSum.ofWords(kernel)
        .filter(sum -> core.multiplier() && sum.sharing() == 1)
        .flatMap(sum -> WordSumCode.of(sum).flatMap(code -> ofWords(core, kernel, sum, code)));
  }

  private static Optional<Claim> ofWords(
      Core core, Kernel kernel, ProductSum sum, WordSumCode code) {
    int group = code.group();
    return borders(sum, group)
        .map(b -> b.inBytes(Element.I16.bytes()))
        .map(b -> new BorderedSumClaim(core, kernel, sum, b, code, group).claim());
  }

  private static Optional<Borders> borders(ProductSum sum, int group) {
    return Borders.of(sum)
        .or(() -> Borders.ofOneTap(sum))
        .filter(b -> sum.weights().length / group <= COUNT && BorderLoops.fit(b));
  }

  private Claim claim() {
    List<Integer> saved = new ArrayList<>(code.saved(group));
    saved.addAll(List.of(11, 12, 13, 28, 29));
    Routine routine = Routine.begin(core, lines, saved, core.far() ? FAR : BorderLoops.FRAME, 0);
    lines.one("clr r10");
    loops.loop(() -> {}, this::position);
    lines.one("clr r1");
    String summary =
        "%d sums of up to %d products each in %d bits, %d at a time"
            .formatted(sum.weights().length, sum.weights()[0].length, code.sumBits(), group);
    return routine.end(summary, sum.input(), sum.output(), List.of(stream, table));
  }

  /** All channels of one position. */
  private void position() {
    lines.address("%[c0]");
    loops.counted(BorderLoops.GROUPS, sum.weights().length / group, this::group);
  }

  private void group() {
    code.clear(lines, group);
    keep();
    loops.get(18, BorderLoops.SECOND);
    lines.one("add r30, r18").one("adc r31, r19").carry("r18", "r10");
    loops.get(26, BorderLoops.AT);
    loops.get(24, BorderLoops.INPUT_GAP);
    lines.two("ldd r22, Y+" + BorderLoops.TAP_ROWS);
    lines.rounds(
        Borders.averageTaps(borders.rows()),
        () -> lines.one("dec r22"),
        () -> {
          lines.one("mov r23, r11");
          lines.rounds(
              Borders.averageTaps(borders.columns()) / unrolled,
              () -> lines.one("dec r23"),
              () -> {
                for (int i = 0; i < unrolled; i++) {
                  code.tap(lines, group, gap);
                }
              });
          lines.one("add r26, r24").one("adc r27, r25");
          lines.one("add r30, r12").one("adc r31, r13").carry("r18", "r10");
        });
    restore();
    lines.forward(sum.weights()[0].length * group, "r18", "r10");
    if (sum.ownInputs()) {
      loops.get(18, BorderLoops.AT);
      lines.advance(18, elementBytes * group / sum.sharing(), false);
      loops.put(BorderLoops.AT, 18);
    }
    BorderedCode.Repeat repeat = (rounds, body) -> loops.counted(BorderLoops.OWN, rounds, body);
    loops.outputs(() -> code.outputs(lines, group, repeat));
  }

  /** Where the group's weights begin. */
  private void keep() {
    loops.put(BorderLoops.OWN, 30);
    if (core.far()) {
      lines.one("in r18, " + Assembly.RAMPZ).two("std Y+%d, r18".formatted(FAR));
    }
  }

  private void restore() {
    loops.get(30, BorderLoops.OWN);
    if (core.far()) {
      lines.two("ldd r18, Y+" + FAR).one("out " + Assembly.RAMPZ + ", r18");
    }
  }
}
