package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Sums of products as one block of assembly: up to four channels at once, each sum in three
 * registers, all weights and requantisation constants one stream in flash that is read from
 * beginning to end for each position.
 *
 * <p>Registers: r2..r9 hold the lower bytes of the sums and r14..r17 their highest, r10 is zero,
 * r11 counts groups of channels, r12 and r13 positions, r22 and r23 taps; r24 points to the
 * position's first input, X to the next, Y to the next output and Z into the stream.
 */
final class ProductSumClaim {
  private static final int COUNT = 256;

  /** So many unsigned bytes have a sum of 16 bits. */
  private static final int MOST_UNSIGNED = 257;

  private static final int[] UNROLLED = {8, 4, 3, 2};

  /** Rows from so many taps on are unrolled the most: the code is little beside their weights. */
  private static final int LONG = 64;

  private static final int[] SCALED = {19, 20, 22, 23, 26, 27};
  private static final int[] POSITION_COUNTERS = {12, 13};

  private final Core core;
  private final ProductSum sum;
  private final int channels;
  private final int group;
  private final SumCode code;
  private final Buffer stream;
  private final boolean unsigned;
  private final InCode inCode;
  private final boolean half;
  private final List<ProductSum.Step> positions;
  private final List<ProductSum.Step> taps;

  private ProductSumClaim(
      Core core,
      Kernel kernel,
      ProductSum sum,
      List<ByteScale> scales,
      List<ProductSum.Step> positions,
      List<ProductSum.Step> taps,
      boolean unsigned,
      int group,
      InCode inCode) {
    this.core = core;
    this.group = group;
    this.sum = sum;
    this.channels = sum.weights().length;
    this.unsigned = unsigned;
    this.inCode = inCode;
    this.half = !inCode.weights() && ProductSum.ofHalfBytes(kernel).isPresent();
    this.positions = positions;
    this.taps = taps;
    this.code = new SumCode(sum, scales, SCALED, "Y", unsigned, sum.offset(), half, inCode);
    this.stream = Streams.of(core, code.stream(kernel.name() + "_stream", group));
  }

  /** The claims of a kernel that is such a sum, if all its numbers fit. */
  static List<Claim> of(Core core, Kernel kernel) {
    Optional<ProductSum> halves = ProductSum.ofHalfBytes(kernel);
    Optional<ProductSum> found = ProductSum.of(kernel).or(() -> halves);
    if (!core.multiplier() || found.isEmpty() || !found.get().bounds().isEmpty()) {
      return List.of();
    }
    ProductSum sum = found.get();
    Optional<List<ProductSum.Step>> taps = counted(ProductSum.merged(sum.taps(), sum.at()));
    List<ProductSum.Step> positions = ProductSum.merged(sum.positions(), sum.at());
    boolean fits =
        taps.isPresent()
            && taps.get().size() <= 2
            && positions.size() <= POSITION_COUNTERS.length
            && positions.stream().allMatch(step -> step.extent() <= COUNT);
    if (!fits) {
      return List.of();
    }
    List<Claim> claims = new ArrayList<>();
    for (int group : groups(sum.weights().length)) {
      if (halves.isEmpty()) {
        claim(core, kernel, sum, positions, taps.get(), false, group).ifPresent(claims::add);
      }
      if (positions.isEmpty() && !sum.ownInputs() && sum.weights()[0].length <= MOST_UNSIGNED) {
        claim(core, kernel, sum.unsigned(), positions, taps.get(), true, group)
            .ifPresent(claims::add);
      }
    }
    return claims;
  }

  /** As many channels at once as can be; or fewer, so that all groups have the same code. */
  private static List<Integer> groups(int channels) {
    List<Integer> groups = new ArrayList<>(List.of(SumCode.GROUP));
    int even = SumCode.GROUP;
    while (channels % even != 0) {
      even--;
    }
    if (channels > SumCode.GROUP && even > 1 && even < SumCode.GROUP) {
      groups.add(even);
    }
    groups.removeIf(group -> channels / group >= COUNT);
    return groups;
  }

  /** The same with weights, or more, in the code. */
  static Optional<Claim> immediate(Core core, Kernel kernel, InCode inCode) {
    Optional<ProductSum> found =
        ProductSum.of(kernel)
            .or(() -> ProductSum.ofHalfBytes(kernel))
            .filter(s -> s.bounds().isEmpty());
    List<ProductSum.Step> positions =
        found.map(s -> ProductSum.merged(s.positions(), s.at())).orElse(List.of());
    boolean fits =
        core.multiplier()
            && found.isPresent()
            && positions.size() <= POSITION_COUNTERS.length
            && positions.stream().allMatch(step -> step.extent() <= COUNT);
    if (!fits) {
      return Optional.empty();
    }
    ProductSum sum = found.get().unsigned();
    return SumCode.scales(sum, inCode)
        .filter(s -> sum.factors().low() >= 0)
        .map(
            s ->
                new ProductSumClaim(
                        core, kernel, sum, s, positions, List.of(), false, SumCode.GROUP, inCode)
                    .claim());
  }

  private static Optional<Claim> claim(
      Core core,
      Kernel kernel,
      ProductSum sum,
      List<ProductSum.Step> positions,
      List<ProductSum.Step> taps,
      boolean unsigned,
      int group) {
    return SumCode.scales(sum, InCode.NOTHING)
        .filter(s -> !unsigned || sum.factors().low() >= 0)
        .map(
            s ->
                new ProductSumClaim(
                        core, kernel, sum, s, positions, taps, unsigned, group, InCode.NOTHING)
                    .claim());
  }

  /** The taps with each count within a register; a long row becomes two loops. */
  private static Optional<List<ProductSum.Step>> counted(List<ProductSum.Step> taps) {
    List<ProductSum.Step> result = new ArrayList<>();
    for (ProductSum.Step step : taps) {
      int inner = step.extent();
      while (inner > COUNT || step.extent() % inner != 0) {
        inner = Math.min(inner - 1, COUNT);
      }
      if (inner == 1) {
        return Optional.empty();
      }
      if (inner < step.extent()) {
        result.add(new ProductSum.Step(step.extent() / inner, inner * step.stride()));
      }
      result.add(new ProductSum.Step(inner, step.stride()));
    }
    return result.stream().allMatch(step -> step.extent() <= COUNT)
        ? Optional.of(result)
        : Optional.empty();
  }

  private Claim claim() {
    Assembly lines = new Assembly(core);
    Routine routine = Routine.begin(core, lines, saved());
    lines.one("movw r28, r22").one("clr r10");
    lines.advance(24, Math.toIntExact(sum.at().base()), true);
    positions(lines, 0);
    lines.one("clr r1");
    String summary =
        "%d sums of %d products each in 24 bits, %d at a time%s"
            .formatted(
                channels, sum.weights()[0].length, Math.min(group, channels), inCode.summary());
    List<Buffer> constants = inCode.scales() ? List.of() : List.of(stream);
    return routine.end(summary, sum.input(), sum.output(), constants);
  }

  /** Registers that a caller may rely on. */
  private List<Integer> saved() {
    List<Integer> registers = new ArrayList<>(SumCode.registers(Math.min(group, channels)));
    if (channels / group > 1 && !inCode.weights()) {
      registers.add(11);
    }
    for (int i = 0; i < (unsigned ? 2 : positions.size()); i++) {
      registers.add(POSITION_COUNTERS[i]);
    }
    registers.add(28);
    registers.add(29);
    return registers;
  }

  private void positions(Assembly lines, int depth) {
    if (depth == positions.size()) {
      position(lines);
      return;
    }
    ProductSum.Step step = positions.get(depth);
    lines.loop(
        "r" + POSITION_COUNTERS[depth],
        "r18",
        step.extent(),
        () -> {
          positions(lines, depth + 1);
          lines.advance(24, step.stride() - travelled(depth), true);
        });
  }

  /** How far the position's pointer is moved by what is inside the axis. */
  private int travelled(int depth) {
    if (depth + 1 < positions.size()) {
      ProductSum.Step inner = positions.get(depth + 1);
      return inner.extent() * inner.stride();
    }
    return sum.ownInputs() ? channels : 0;
  }

  /** All channels of one position. */
  private void position(Assembly lines) {
    if (unsigned) {
      inputs(lines);
    }
    if (!inCode.scales()) {
      lines.address("%[c0]");
    }
    if (inCode.weights()) {
      int[] offsets = offsets();
      for (int first = 0; first < channels; first += group) {
        immediate(lines, first, Math.min(group, channels - first), offsets);
      }
      return;
    }
    int groups = channels / group;
    if (groups > 0) {
      lines.loop("r11", "r18", groups, () -> group(lines, group));
    }
    if (channels % group > 0) {
      group(lines, channels % group);
    }
  }

  private void group(Assembly lines, int size) {
    if (unsigned) {
      code.clearUnsigned(lines, size);
    } else {
      code.clear(lines, 0, size);
    }
    int advance = sum.ownInputs() ? size : 1;
    lines.one("movw r26, r24");
    taps(lines, 0, advance, gap -> code.tap(lines, size, gap));
    if (sum.ownInputs()) {
      lines.advance(24, size, true);
    }
    code.requantise(lines, 0, size);
  }

  private void immediate(Assembly lines, int first, int size, int[] offsets) {
    code.clear(lines, first, size);
    lines.one("movw r26, r24");
    code.immediate(lines, first, size, offsets);
    if (sum.ownInputs()) {
      lines.advance(24, size, true);
    }
    code.requantise(lines, first, size);
  }

  /** Where each tap lies behind a position's first input. */
  private int[] offsets() {
    int[] offsets = new int[sum.weights()[0].length];
    for (int tap = 0; tap < offsets.length; tap++) {
      int rest = tap;
      for (int i = sum.taps().size() - 1; i >= 0; i--) {
        Axis axis = sum.taps().get(i);
        offsets[tap] += Math.toIntExact(sum.at().coefficient(axis.name())) * (rest % axis.extent());
        rest /= axis.extent();
      }
    }
    return offsets;
  }

  /** The sum of all inputs goes to r12 and r13. */
  private void inputs(Assembly lines) {
    lines.comment("the sum of all inputs");
    lines.one("clr r12").one("clr r13").one("movw r26, r24");
    taps(
        lines,
        0,
        1,
        gap -> {
          code.input(lines);
          lines.one("add r12, r19").one("adc r13, r10");
          lines.advance(26, gap, true);
        });
  }

  /**
   * Loops over taps.
   *
   * @param advance how far the body moves the pointer for a tap
   * @param body takes how much further it has to move it
   */
  private void taps(Assembly lines, int depth, int advance, IntConsumer body) {
    if (depth >= taps.size()) {
      body.accept(0);
      return;
    }
    ProductSum.Step step = taps.get(depth);
    if (depth < taps.size() - 1) {
      ProductSum.Step inner = taps.get(depth + 1);
      lines.loop(
          "r22",
          "r18",
          step.extent(),
          () -> {
            taps(lines, depth + 1, advance, body);
            lines.advance(26, step.stride() - inner.extent() * inner.stride(), true);
          });
      return;
    }
    int unrolled =
        IntStream.of(UNROLLED)
            .filter(n -> step.extent() % n == 0 && (n < UNROLLED[0] || step.extent() >= LONG))
            .findFirst()
            .orElse(1);
    lines.loop(
        "r23",
        "r18",
        step.extent() / unrolled,
        () -> {
          for (int i = 0; i < unrolled; i++) {
            body.accept(step.stride() - advance);
          }
        });
  }
}
