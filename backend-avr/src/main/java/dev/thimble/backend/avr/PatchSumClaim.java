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
import java.util.stream.IntStream;

/**
 * Sums of products at many positions as one block of assembly. All inputs of a position are
 * gathered once in a patch on the stack, as unsigned bytes, with their sum; where there is padding
 * the patch holds what stands for zero. Then each channel's products are one loop over the patch,
 * unsigned by unsigned, up to four channels at once.
 *
 * <p>Besides the registers of {@link SumCode}: r12 and r13 hold the sum of the patch, r11 the taps
 * of a row, r22 and r23 count. While a patch is gathered, r14 and r15 are what the padding's value
 * adds up to in a row of taps, r16 skips what padding holds, r24 and r25 what lies between rows.
 */
final class PatchSumClaim {
  private static final int COUNT = 256;
  private static final int MOST_TAPS = 255;
  private static final int MOST_PATCH = 128;
  private static final int MOST_UNROLLED = 4;
  private static final int[] SCALED = {19, 20, 22, 23, 24, 25};

  /** Places behind those of {@link BorderLoops}: what is skipped in the patch, and the patch. */
  private static final int PADS = BorderLoops.FRAME + 1;

  private static final int PATCH = PADS + 2;

  private final Core core;
  private final ProductSum sum;
  private final Borders borders;
  private final int pad;
  private final SumCode code;
  private final InCode inCode;
  private final int group;
  private final int unrolled;
  private final Buffer stream;
  private final Buffer table;
  private final BorderLoops loops;
  private final Assembly lines;

  private PatchSumClaim(
      Core core,
      Kernel kernel,
      ProductSum sum,
      ProductSum offset,
      Borders borders,
      List<ByteScale> scales,
      InCode inCode) {
    this.core = core;
    this.lines = new Assembly(core);
    this.sum = sum;
    this.borders = borders;
    this.pad = pad(sum);
    this.group = group(channels());
    this.code =
        new SumCode(
            offset,
            scales,
            SCALED,
            "X",
            !inCode.weights(),
            0,
            !inCode.weights() && ProductSum.ofHalfBytes(kernel).isPresent(),
            inCode);
    this.inCode = inCode;
    this.unrolled = unrolled(borders);
    this.stream = Streams.of(core, code.stream(kernel.name() + "_stream", group));
    this.loops =
        new BorderLoops(lines, borders, sum.at().base(), 1, unrolled, 0, inCode.scales() ? 0 : 1);
    this.table = loops.table(kernel.name() + "_borders");
  }

  /**
   * The claim of a kernel that is such a sum, if all its numbers fit.
   *
   * @param inCode which numbers are in the code
   */
  static Optional<Claim> of(Core core, Kernel kernel, InCode inCode) {
    Optional<ProductSum> found =
        ProductSum.of(kernel).or(() -> ProductSum.ofHalfBytes(kernel)).filter(s -> !s.ownInputs());
    Optional<Borders> borders = found.flatMap(Borders::of);
    if (!core.multiplier() || borders.isEmpty()) {
      return Optional.empty();
    }
    ProductSum sum = found.get();
    int taps = sum.weights()[0].length;
    boolean fits =
        taps <= Math.min(MOST_TAPS, MOST_PATCH)
            && sum.positions().stream().anyMatch(axis -> axis.extent() > 1)
            && sum.weights().length <= COUNT
            && pad(sum) >= 0
            && pad(sum) <= Element.U8.range().high()
            && BorderLoops.fit(borders.get());
    if (!fits) {
      return Optional.empty();
    }
    ProductSum offset = sum.filled(shift(sum));
    return SumCode.scales(offset, inCode)
        .map(
            scales ->
                new PatchSumClaim(core, kernel, sum, offset, borders.get(), scales, inCode)
                    .claim());
  }

  private int channels() {
    return sum.weights().length;
  }

  /** Channels at once: a divisor, if a large one is there. */
  private static int group(int channels) {
    int group = SumCode.GROUP;
    while (channels % group != 0) {
      group--;
    }
    return group > 2 || channels < SumCode.GROUP ? group : SumCode.GROUP;
  }

  private static int unrolled(Borders borders) {
    int unrolled = MOST_UNROLLED;
    while (!divides(unrolled, borders)) {
      unrolled--;
    }
    return unrolled;
  }

  private static boolean divides(int unrolled, Borders borders) {
    return borders.columns().stream().allMatch(line -> line.count() % unrolled == 0);
  }

  /** What makes inputs unsigned. */
  private static int shift(ProductSum sum) {
    return sum.input().element() == Element.I8 ? ProductSum.SIGN : 0;
  }

  /** The unsigned byte that stands for a term of zero. */
  private static int pad(ProductSum sum) {
    return shift(sum) - Math.toIntExact(sum.offset());
  }

  private Claim claim() {
    Routine routine = Routine.begin(core, lines, saved(), PATCH - 1 + taps(), 0);
    lines.one("clr r10");
    loops.loop(this::classStart, this::position);
    lines.one("clr r1");
    String summary =
        "%d sums of %d products each over a patch in 24 bits, %d at a time%s"
            .formatted(channels(), taps(), group, inCode.summary());
    List<Buffer> constants = inCode.scales() ? List.of(table) : List.of(stream, table);
    return routine.end(summary, sum.input(), sum.output(), constants);
  }

  private int taps() {
    return sum.weights()[0].length;
  }

  /** Whether the sum of the inputs is needed: weights in flash are unsigned. */
  private boolean isSummed() {
    return !inCode.weights();
  }

  private boolean isPadded() {
    return !sum.bounds().isEmpty();
  }

  private List<Integer> saved() {
    List<Integer> saved = new ArrayList<>(SumCode.registers(group));
    saved.addAll(List.of(11, 12, 13, 28, 29));
    for (int register = 14; register <= (isPadded() ? 16 : 13); register++) {
      if (!saved.contains(register)) {
        saved.add(register);
      }
    }
    return saved;
  }

  /** Where a row's taps change, the patch is filled with what stands for zero. */
  private void classStart() {
    if (!isPadded()) {
      return;
    }
    lines.comment("padding");
    loops.put(BorderLoops.OWN, 12);
    lines.one("ldi r18, " + pad);
    if (isSummed()) {
      lines.two("mul r11, r18").one("movw r20, r0");
      for (int i = 1; i < unrolled; i++) {
        lines.one("add r20, r0").one("adc r21, r1");
      }
      loops.put(PADS, 20);
    }
    patch(30);
    lines.loop("r22", "r22", taps(), () -> lines.two("st Z+, r18"));
  }

  private void patch(int low) {
    lines.one("movw r%d, r28".formatted(low));
    lines.advance(low, PATCH, true);
  }

  /** All channels of one position. */
  private void position() {
    gather();
    if (!inCode.scales()) {
      lines.address("%[c0]");
    }
    if (inCode.weights()) {
      for (int first = 0; first < channels(); first += group) {
        immediate(first, Math.min(group, channels() - first));
      }
      return;
    }
    loops.counted(BorderLoops.GROUPS, channels() / group, () -> sums(group));
    if (channels() % group > 0) {
      sums(channels() % group);
    }
  }

  private void gather() {
    lines.comment("the inputs and their sum");
    loops.get(26, BorderLoops.AT);
    loops.get(24, BorderLoops.INPUT_GAP);
    patch(30);
    if (isSummed()) {
      int sumOfPads = isPadded() ? taps() * pad : 0;
      load(12, sumOfPads & 0xff);
      load(13, sumOfPads >> 8);
    }
    if (isPadded()) {
      loops.get(18, BorderLoops.SECOND);
      lines.one("add r30, r18").one("adc r31, r19");
      lines.two("ldd r16, Y+" + BorderLoops.OWN);
      if (isSummed()) {
        loops.get(14, PADS);
      }
    }
    if (borders.rows().stream().allMatch(line -> line.count() == 1)) {
      gatherRow();
      return;
    }
    lines.two("ldd r22, Y+" + BorderLoops.TAP_ROWS);
    lines.rounds(
        Borders.averageTaps(borders.rows()),
        () -> lines.one("dec r22"),
        () -> {
          gatherRow();
          lines.one("add r26, r24").one("adc r27, r25");
          if (isPadded()) {
            lines.one("add r30, r16").one("adc r31, r10");
          }
        });
  }

  private void load(int register, int value) {
    if (value == 0) {
      lines.one("clr r" + register);
    } else {
      lines.one("ldi r18, " + value).one("mov r%d, r18".formatted(register));
    }
  }

  private void gatherRow() {
    lines.one("mov r23, r11");
    lines.rounds(
        Borders.averageTaps(borders.columns()) / unrolled,
        () -> lines.one("dec r23"),
        () -> {
          for (int i = 0; i < unrolled; i++) {
            lines.two("ld r19, X+");
            if (shift(sum) != 0) {
              lines.one("subi r19, 0x80");
            }
            lines.two("st Z+, r19");
            if (isSummed()) {
              lines.one("add r12, r19").one("adc r13, r10");
            }
            lines.advance(26, borders.tapStep() - 1, true);
          }
        });
    if (isPadded() && isSummed()) {
      lines.one("sub r12, r14").one("sbc r13, r15");
    }
  }

  private void immediate(int first, int size) {
    code.clear(lines, first, size);
    patch(26);
    code.immediate(lines, first, size, IntStream.range(0, taps()).toArray());
    loops.outputs(() -> code.requantise(lines, first, size));
  }

  private void sums(int size) {
    code.clearUnsigned(lines, size);
    patch(26);
    int pairs = taps() / 2;
    if (pairs > 0) {
      lines.loop(
          "r22",
          "r22",
          pairs,
          () -> {
            code.tap(lines, size, 0);
            code.tap(lines, size, 0);
          });
    }
    if (taps() % 2 == 1) {
      code.tap(lines, size, 0);
    }
    loops.outputs(() -> code.requantise(lines, 0, size));
  }
}
