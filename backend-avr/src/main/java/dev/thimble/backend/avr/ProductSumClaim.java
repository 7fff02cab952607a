package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
  private static final int GROUP = SumCode.GROUP;
  private static final int COUNT = 256;
  private static final int CALL_CYCLES = 4 + 4;
  private static final int RETURN_ADDRESS = 2;
  private static final int UNROLLED_WORDS = 60;
  private static final int[] SCALED = {19, 20, 22, 23, 26, 27};
  private static final int[] POSITION_COUNTERS = {12, 13};

  private final ProductSum sum;
  private final int channels;
  private final SumCode code;
  private final Buffer stream;
  private final List<ProductSum.Step> positions;
  private final List<ProductSum.Step> taps;

  private ProductSumClaim(
      Kernel kernel,
      ProductSum sum,
      List<ByteScale> scales,
      List<ProductSum.Step> positions,
      List<ProductSum.Step> taps) {
    this.sum = sum;
    this.channels = sum.weights().length;
    this.positions = positions;
    this.taps = taps;
    this.code = new SumCode(sum, scales, SCALED, "Y");
    this.stream = code.stream(kernel.name() + "_stream", GROUP);
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Kernel kernel) {
    Optional<ProductSum> found = ProductSum.of(kernel);
    if (found.isEmpty() || !found.get().bounds().isEmpty()) {
      return Optional.empty();
    }
    ProductSum sum = found.get();
    Optional<List<ProductSum.Step>> taps = counted(ProductSum.merged(sum.taps(), sum.at()));
    List<ProductSum.Step> positions = ProductSum.merged(sum.positions(), sum.at());
    boolean fits =
        taps.isPresent()
            && taps.get().size() <= 2
            && positions.size() <= POSITION_COUNTERS.length
            && positions.stream().allMatch(step -> step.extent() <= COUNT)
            && sum.weights().length / GROUP < COUNT;
    if (!fits) {
      return Optional.empty();
    }
    return SumCode.scales(sum)
        .map(s -> new ProductSumClaim(kernel, sum, s, positions, taps.get()).claim());
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
    Assembly lines = new Assembly();
    List<Integer> saved = saved();
    saved.forEach(register -> lines.two("push r" + register));
    lines.one("movw r28, r22").one("clr r10");
    lines.advance(24, Math.toIntExact(sum.at().base()), true);
    positions(lines, 0);
    lines.one("clr r1");
    for (int i = saved.size() - 1; i >= 0; i--) {
      lines.two("pop r" + saved.get(i));
    }
    // The compiler's own return.
    Claim.Cost cost =
        Claim.Cost.constant(
            lines.cycles() + CALL_CYCLES, lines.bytes() + 2, saved.size() + RETURN_ADDRESS);
    String summary =
        "%d sums of %d products each in 24 bits, %d at a time"
            .formatted(channels, sum.weights()[0].length, Math.min(GROUP, channels));
    return new Claim(
        summary,
        List.of(stream),
        List.of(),
        List.of(),
        cost,
        s -> code.function(s, List.of(stream), lines.lines()));
  }

  /** Registers that a caller may rely on. */
  private List<Integer> saved() {
    List<Integer> registers = new ArrayList<>(SumCode.registers(Math.min(GROUP, channels)));
    if (channels / GROUP > 1) {
      registers.add(11);
    }
    for (int i = 0; i < positions.size(); i++) {
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
    lines.one("ldi r30, lo8(%[c0])").one("ldi r31, hi8(%[c0])");
    int groups = channels / GROUP;
    if (groups > 0) {
      lines.loop("r11", "r18", groups, () -> group(lines, GROUP));
    }
    if (channels % GROUP > 0) {
      group(lines, channels % GROUP);
    }
  }

  private void group(Assembly lines, int size) {
    code.clear(lines, size);
    lines.one("movw r26, r24");
    taps(lines, size, 0);
    if (sum.ownInputs()) {
      lines.advance(24, size, true);
    }
    code.requantise(lines, size);
  }

  private void taps(Assembly lines, int size, int depth) {
    if (depth >= taps.size()) {
      code.tap(lines, size, 0);
      return;
    }
    ProductSum.Step step = taps.get(depth);
    boolean innermost = depth == taps.size() - 1;
    String counter = innermost ? "r23" : "r22";
    int inside = sum.ownInputs() ? size : 1;
    if (!innermost) {
      ProductSum.Step inner = taps.get(depth + 1);
      int gap = step.stride() - inner.extent() * inner.stride();
      lines.loop(
          counter,
          "r18",
          step.extent(),
          () -> {
            taps(lines, size, depth + 1);
            lines.advance(26, gap, true);
          });
      return;
    }
    int gap = step.stride() - inside;
    int words = code.tapWords(size, gap);
    int unrolled = step.extent() % 2 == 0 && 2 * words <= UNROLLED_WORDS ? 2 : 1;
    lines.loop(
        counter,
        "r18",
        step.extent() / unrolled,
        () -> {
          for (int i = 0; i < unrolled; i++) {
            code.tap(lines, size, gap);
          }
        });
  }
}
