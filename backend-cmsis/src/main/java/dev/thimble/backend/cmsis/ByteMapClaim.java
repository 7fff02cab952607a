package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.ByteMap;
import dev.thimble.kernel.sums.LinearForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Functions of a byte: one product of 32 bits an element where they are linear, with a factor and a
 * constant for each channel, else a table of all bytes.
 *
 * <p>r0 points to the input, r1 to the output, r3 counts; r4 is what is read. r5 has the table, or
 * the factor; r6 or r8 the constant. Factors and constants of several channels come from r2.
 */
final class ByteMapClaim {
  private static final int UNROLLED = 4;
  private static final int BYTES = 256;

  /** Fewer elements take portable C no longer. */
  private static final int LEAST_LOOKED_UP = 8;

  private final ByteMap map;
  private final ThumbAssembly lines;

  private ByteMapClaim(ByteMap map, ThumbAssembly lines) {
    this.map = map;
    this.lines = lines;
  }

  /**
   * The claim of a kernel that is such a function.
   *
   * @param narrow whether the core has Thumb without Thumb-2
   */
  static Optional<Claim> of(Kernel kernel, boolean narrow) {
    return ByteMap.of(kernel)
        .filter(ByteMapClaim::isWorthIt)
        .map(
            map -> {
              int constants = isTable(map) || map.results().size() > 1 ? 1 : 0;
              return new ByteMapClaim(
                  map, narrow ? new Thumb1Assembly(constants) : new ThumbAssembly());
            })
        .filter(claim -> claim.lines.reaches())
        .map(claim -> claim.claim(kernel.name()));
  }

  private static boolean isTable(ByteMap map) {
    return map.forms().isEmpty();
  }

  private static boolean isWorthIt(ByteMap map) {
    if (map.isIdentity()) {
      return false;
    }
    return isTable(map)
        ? map.results().size() == 1 && map.output().length() >= LEAST_LOOKED_UP
        : map.output().length() > 1;
  }

  private Claim claim(String name) {
    List<Buffer> constants = new ArrayList<>();
    String summary = "a product an element";
    if (isTable(map)) {
      summary = "a table of bytes";
      constants.add(table(name + "_table"));
      lines.address("r5", 0);
      elements(map.output().length(), this::lookup);
    } else if (map.forms().size() == 1) {
      lines.number("r5", map.forms().get(0).first()).number("r8", map.forms().get(0).constant());
      elements(map.output().length(), this::linear);
    } else {
      constants.add(factors(name + "_factors"));
      lines.loop(map.output().length() / map.forms().size(), this::channels);
    }
    return new SumFrame(List.of(map.input()), map.output(), false)
        .claim(summary, constants, List.of(), lines);
  }

  private void channels() {
    lines.address("r2", 0);
    elements(
        map.forms().size(),
        place -> {
          lines.add("ldmia r2!, {r5, r6}").loadByte("r4", "r0", place, isSigned());
          lines.multiplyAdd("r6", "r5", "r4");
          store(place);
        });
  }

  /** What is done with an element so far from the pointers. */
  @FunctionalInterface
  private interface Single {
    void at(int place);
  }

  private void elements(int count, Single single) {
    int rounds = count / UNROLLED;
    if (rounds > 1) {
      lines.number("r3", rounds).counted(rounds, "r3", () -> several(UNROLLED, single));
    } else if (rounds == 1) {
      several(UNROLLED, single);
    }
    several(count % UNROLLED, single);
  }

  private void several(int count, Single single) {
    for (int i = 0; i < count; i++) {
      single.at(i);
    }
    lines.advance("r0", count).advance("r1", count);
  }

  private boolean isSigned() {
    return map.input().element() != Element.U8;
  }

  private void linear(int place) {
    lines.loadByte("r4", "r0", place, isSigned()).add("mov r6, r8");
    lines.multiplyAdd("r6", "r5", "r4");
    store(place);
  }

  private void store(int place) {
    lines.saturate("r6", "r6", map.forms().get(0).shift(), map.limits(), "r4");
    lines.add("strb r6, [r1, #%d]".formatted(place));
  }

  private void lookup(int place) {
    lines.loadByte("r4", "r0", place, false).add("ldrb r4, [r5, r4]");
    lines.add("strb r4, [r1, #%d]".formatted(place));
  }

  private Buffer factors(String name) {
    List<Long> words = new ArrayList<>();
    for (LinearForm form : map.forms()) {
      words.add((long) form.first());
      words.add((long) form.constant());
    }
    return SumCode.words(name, words);
  }

  /** Results by the bits of what is read. */
  private Buffer table(String name) {
    long[] results = map.results().get(0);
    long low = map.input().range().low();
    long[] table = new long[BYTES];
    for (int i = 0; i < results.length; i++) {
      table[(int) (low + i) & (BYTES - 1)] = results[i];
    }
    return Buffer.constant(name, map.output().element(), table);
  }
}
