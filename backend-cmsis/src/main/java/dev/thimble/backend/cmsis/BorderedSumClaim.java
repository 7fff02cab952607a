package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.ProductSum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sums of products with padding as one block of Thumb-2 assembly. What differs from line to line at
 * the borders is a short table; what is needed seldom lies on the stack.
 */
final class BorderedSumClaim {
  private static final int WORD = 4;

  private final ProductSum sum;
  private final Borders borders;
  private final SumCode code;
  private final int group;
  private final int block;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final int in = lines.slot();
  private final int row = lines.slot();
  private final int rowWeights = lines.slot();
  private final int rowTable = lines.slot();
  private final int rows = lines.slot();
  private final int tapRows = lines.slot();
  private final int columnTable = lines.slot();
  private final int columns = lines.slot();
  private final int taps = lines.slot();
  private final int weights = lines.slot();
  private final int gaps = lines.slots(2);
  private final int groupStart = lines.slot();
  private final int tapRow = lines.slot();

  private BorderedSumClaim(
      ProductSum sum, Borders borders, RequantisedSums scales, int group, boolean dsp) {
    this.sum = sum;
    this.borders = borders;
    this.group = group;
    this.code = new SumCode(sum, scales, dsp);
    boolean blocks =
        code.hasBlocks()
            && borders.tapStep() == 1
            && borders.columns().stream()
                .allMatch(
                    line -> line.count() % SumCode.BLOCK == 0 && line.from() % SumCode.BLOCK == 0);
    this.block = blocks ? SumCode.BLOCK : 1;
  }

  /** The claim of a kernel that is such a sum, if all its numbers fit. */
  static Optional<Claim> of(Kernel kernel, boolean dsp) {
    Optional<ProductSum> sum = ProductSum.of(kernel).filter(s -> !s.bounds().isEmpty());
    Optional<Borders> borders = sum.flatMap(Borders::of);
    if (borders.isEmpty()) {
      return Optional.empty();
    }
    int group = SumCode.GROUP;
    while (sum.get().weights().length % group != 0) {
      group--;
    }
    int size = group;
    return RequantisedSums.of(sum.get())
        .map(
            scales ->
                new BorderedSumClaim(sum.get(), borders.get(), scales, size, dsp)
                    .claim(kernel.name()));
  }

  private Claim claim(String name) {
    int run = block == 1 ? 1 : borders.rowTaps();
    Buffer stream = code.stream(name + "_stream", run, group);
    Buffer table = table(name + "_borders");
    code.offsets(lines);
    lines.put("r0", in);
    SumCode.address(lines, "r12", 1);
    lines.put("r12", rowTable);
    lines.loop(borders.rows().size(), this::rowClass);
    String summary =
        "%d sums of up to %d products each, %d at a time"
            .formatted(sum.weights().length, sum.weights()[0].length, group);
    return code.claim(summary, List.of(stream, table), lines);
  }

  private void rowClass() {
    lines.comment("how many lines, rows of taps, first input, weights to skip");
    lines.get("r12", rowTable).add("ldmia r12!, {r4, r5, r6, r8}").put("r12", rowTable);
    lines.put("r4", rows).put("r5", tapRows).get("r7", in).add("add r6, r6, r7");
    lines.put("r6", row).put("r8", rowWeights);
    lines.counted(
        (double) Borders.count(borders.rows()) / borders.rows().size(),
        rows,
        () -> {
          SumCode.address(lines, "r12", 1);
          lines.advance("r12", 4 * WORD * borders.rows().size());
          lines.put("r12", columnTable);
          lines.loop(borders.columns().size(), this::columnClass);
          lines.get("r12", row).advance("r12", borders.rowStep()).put("r12", row);
        });
  }

  private void columnClass() {
    lines.comment("how many lines, taps, first input, weights to skip; what rows skip");
    lines.get("r12", columnTable).add("ldmia r12!, {r0, r3, r4, r5, r6, r8}");
    lines.put("r12", columnTable).put("r0", columns).put("r3", taps);
    lines.get("r7", row).add("add r0, r4, r7");
    lines.get("r7", rowWeights).add("add r5, r5, r7").put("r5", weights);
    lines.add("strd r6, r8, [sp, #%d]".formatted(gaps));
    lines.counted(
        (double) Borders.count(borders.columns()) / borders.columns().size(),
        columns,
        this::position);
  }

  private void position() {
    SumCode.address(lines, "r2", 0);
    lines.loop(sum.weights().length / group, this::group);
    int travelled = sum.ownInputs() ? sum.weights().length : 0;
    lines.advance("r0", borders.columnStep() - travelled);
  }

  private void group() {
    code.start(lines, group);
    lines.put("r2", groupStart).get("r7", weights).add("add r2, r2, r7").add("mov r3, r0");
    lines.get("r7", tapRows).put("r7", tapRow);
    lines.counted(
        Borders.averageTaps(borders.rows()),
        tapRow,
        () -> {
          lines.get("lr", taps);
          lines.counted(
              Borders.averageTaps(borders.columns()) / block,
              "lr",
              () -> {
                if (block > 1) {
                  code.block(lines, group);
                } else {
                  code.tap(lines, group, borders.tapStep());
                }
              });
          lines.add("ldrd r10, r12, [sp, #%d]".formatted(gaps));
          lines.add("add r3, r3, r10").add("add r2, r2, r12");
        });
    lines.get("r2", groupStart).advance("r2", bytes(sum.weights()[0].length));
    if (sum.ownInputs()) {
      lines.advance("r0", group);
    }
    code.requantise(lines, group);
  }

  /** What the weights of so many taps take: a block has a word for each channel, a tap one word. */
  private int bytes(int count) {
    return block > 1 ? count * group : count * WORD;
  }

  /** Lines of rows, then lines of columns, as the code reads them. */
  private Buffer table(String name) {
    List<Long> words = new ArrayList<>();
    long base = sum.at().base();
    for (Borders.Line line : borders.rows()) {
      words.add((long) line.lines());
      words.add((long) line.count());
      long first = (long) line.first() * borders.rowStep();
      words.add(base + first + (long) line.from() * borders.rowStride());
      words.add((long) bytes(line.from() * borders.rowTaps()));
    }
    for (Borders.Line line : borders.columns()) {
      words.add((long) line.lines());
      words.add((long) line.count() / block);
      long first = (long) line.first() * borders.columnStep();
      words.add(first + (long) line.from() * borders.tapStep());
      words.add((long) bytes(line.from()));
      words.add(borders.rowStride() - (long) line.count() * borders.tapStep());
      words.add((long) bytes(borders.rowTaps() - line.count()));
    }
    return SumCode.words(name, words);
  }
}
