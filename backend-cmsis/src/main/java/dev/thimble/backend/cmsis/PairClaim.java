package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.PairMap;
import java.util.List;
import java.util.Optional;

/**
 * Additions of two tensors of bytes, by two products of 32 bits an element; four elements at a time
 * with Helium, which also takes the last ones.
 *
 * <p>r0 and r1 point to inputs, r2 to the output; r9 and r10 hold the factors, r11 what is added.
 * Without Thumb-2 they are in r6, r8 and r9.
 */
final class PairClaim {
  private static final int LANES = 4;
  private static final int UNROLLED = 4;

  private final PairMap map;
  private final boolean helium;
  private final ThumbAssembly lines;

  private PairClaim(PairMap map, boolean helium, ThumbAssembly lines) {
    this.map = map;
    this.helium = helium;
    this.lines = lines;
  }

  /** The claim of a kernel that is such an addition, in Thumb-2. */
  static Optional<Claim> of(Kernel kernel, boolean helium) {
    return PairMap.of(kernel).map(map -> new PairClaim(map, helium, new ThumbAssembly()).claim());
  }

  /** The same for cores without Thumb-2. */
  static Optional<Claim> ofNarrow(Kernel kernel) {
    return PairMap.of(kernel).map(map -> new PairClaim(map, false, new Thumb1Assembly(0)).claim());
  }

  private Claim claim() {
    if (!lines.loadsSigned()) {
      narrow();
    } else if (helium) {
      factors();
      vectors();
    } else {
      factors();
      singles();
    }
    return new SumFrame(List.of(map.first(), map.second()), map.output(), helium)
        .claim("two products an element", List.of(), List.of(), lines);
  }

  private void factors() {
    lines.number("r9", map.form().first()).number("r10", map.form().second());
    lines.number("r11", map.form().constant());
  }

  /** Pointers stand behind the arrays; r3 counts up to zero and is the distance from there. */
  private void narrow() {
    int length = map.output().length();
    lines.number("r6", map.form().first()).number("r8", map.form().second());
    lines.number("r9", map.form().constant());
    lines.advance("r0", length).advance("r1", length).advance("r2", length);
    lines.number("r3", -length);
    lines.rounds(length, this::narrowSingle, () -> lines.add("adds r3, r3, #1"));
  }

  private void narrowSingle() {
    String load = isUnsigned() ? "ldrb" : "ldrsb";
    lines.add(load + " r4, [r0, r3]").add(load + " r5, [r1, r3]");
    lines.add("muls r4, r6, r4").add("mov r7, r8").add("muls r5, r7, r5");
    lines.add("adds r4, r4, r5").add("add r4, r4, r9");
    lines.saturate("r4", "r4", map.form().shift(), map.limits(), "r5");
    lines.add("strb r4, [r2, r3]");
  }

  private void singles() {
    int turns = map.output().length() / UNROLLED;
    Runnable turn =
        () -> {
          for (int i = 0; i < UNROLLED; i++) {
            single();
          }
        };
    if (turns > 1) {
      lines.number("r3", turns).counted(turns, "r3", turn);
    } else if (turns == 1) {
      turn.run();
    }
    for (int i = 0; i < map.output().length() % UNROLLED; i++) {
      single();
    }
  }

  private boolean isUnsigned() {
    return map.output().element() == Element.U8;
  }

  private void single() {
    String load = isUnsigned() ? "ldrb" : "ldrsb";
    lines.add(load + " r4, [r0], #1").add(load + " r5, [r1], #1");
    lines.add("mla r6, r4, r9, r11").add("mla r6, r5, r10, r6");
    lines.saturate("r6", "r6", map.form().shift(), map.limits(), "r7");
    lines.add("strb r6, [r2], #1");
  }

  private void vectors() {
    lines.add("mov r8, #" + -map.form().shift());
    Interval all = map.output().element().range();
    boolean low = map.limits().low() > all.low();
    boolean high = map.limits().high() < all.high();
    if (low) {
      lines.add("mov r4, #" + map.limits().low()).add("vdup.32 q2, r4");
    }
    if (high) {
      lines.add("mov r4, #" + map.limits().high()).add("vdup.32 q3, r4");
    }
    int length = map.output().length();
    lines.number("r3", length);
    lines.predicated(
        LANES,
        (length + LANES - 1) / LANES,
        "r3",
        () -> {
          String sign = isUnsigned() ? "u" : "s";
          lines.add("vldrb.%s32 q0, [r0], #4", sign);
          lines.add("vldrb.%s32 q1, [r1], #4", sign);
          lines.add("vmul.i32 q0, q0, r9").add("vmla.s32 q0, q1, r10");
          lines.add("vadd.i32 q0, q0, r11").add("vshl.s32 q0, r8");
          if (low) {
            lines.add("vmax.s32 q0, q0, q2");
          }
          if (high) {
            lines.add("vmin.s32 q0, q0, q3");
          }
          lines.add(isUnsigned() ? "vqmovunb.s32 q0, q0" : "vqmovnb.s32 q0, q0");
          lines.add(isUnsigned() ? "vqmovnb.u16 q0, q0" : "vqmovnb.s16 q0, q0");
          lines.add("vstrb.32 q0, [r2], #4");
        });
  }
}
