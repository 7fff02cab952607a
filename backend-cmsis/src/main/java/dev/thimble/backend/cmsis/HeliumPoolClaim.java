package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.sums.Borders;
import dev.thimble.kernel.sums.WindowFold;
import java.util.List;
import java.util.Optional;

/**
 * Pooling and means on Helium: channels are lanes, sixteen for extremes, eight for sums, which are
 * added up in 16 bits. The last channels are a part of a vector.
 */
final class HeliumPoolClaim {
  private static final int EXTREME_LANES = 16;
  private static final int SUM_LANES = 8;

  private final WindowFold fold;
  private final ThumbAssembly lines = new ThumbAssembly();
  private final PoolWalk walk;

  private HeliumPoolClaim(WindowFold fold, Borders borders) {
    this.fold = fold;
    walk = new PoolWalk(fold, borders, lines, false);
  }

  /** The claim of a kernel that is such a fold. */
  static Optional<Claim> of(Kernel kernel) {
    return WindowFold.of(kernel)
        .filter(fold -> fold.isExtreme() || fold.tapCount() <= WidePool.MOST_SUMMED)
        .flatMap(fold -> fold.borders().map(borders -> new HeliumPoolClaim(fold, borders)))
        .map(claim -> claim.claim(kernel.name()));
  }

  private int lanes() {
    return fold.isExtreme() ? EXTREME_LANES : SUM_LANES;
  }

  private String sign() {
    return fold.input().element() == Element.U8 ? "u" : "s";
  }

  private Claim claim(String name) {
    if (!fold.isExtreme()) {
      walk.form("r9", "r11");
      lines.add("mov r8, #" + -fold.form().shift());
    }
    walk.positions(this::position);
    String summary =
        "%s of up to %d bytes for %d channels, %d at a time"
            .formatted(
                fold.isExtreme() ? "extremes" : "sums", fold.tapCount(), fold.channels(), lanes());
    return new SumFrame(List.of(fold.input()), fold.output(), true)
        .claim(summary, walk.constants(name), List.of(), lines);
  }

  private void position() {
    int whole = fold.channels() / lanes();
    int rest = fold.channels() % lanes();
    if (whole > 0) {
      lines.loop(whole, () -> group(lanes()));
    }
    if (rest > 0) {
      lines.number("r4", rest).add("vctp.%d r4", 128 / lanes());
      group(rest);
    }
  }

  private void group(int size) {
    lines.add("vmov.i%d q0, #%d", 128 / lanes(), fold.start() & 0xff);
    walk.taps(
        (register, offset) -> {
          String place = register;
          if (offset > 0) {
            lines.add("addw r3, %s, #%d", register, offset);
            place = "r3";
          }
          tap(place, size < lanes());
        });
    if (fold.isExtreme()) {
      limit();
    } else {
      outputs();
    }
    if (size < lanes()) {
      lines.add("vpst").add("vstrbt.%d q0, [r1]", 128 / lanes());
    } else {
      lines.add("vstrb.%d q0, [r1]", 128 / lanes());
    }
    lines.advance("r1", size).advance("r0", size);
  }

  private void tap(String register, boolean partly) {
    String part = partly ? "t" : "";
    if (partly) {
      lines.add("vpst");
    }
    String type = fold.isExtreme() ? "u8" : sign() + "16";
    lines.add("vldrb%s.%s q1, [%s]", part, type, register);
    if (fold.isExtreme()) {
      String name = fold.op() == Expr.Op.MAX ? "vmax" : "vmin";
      lines.add("%s.%s8 q0, q0, q1", name, sign());
    } else {
      lines.add("vadd.i16 q0, q0, q1");
    }
  }

  /** Sums in q0 become outputs there: the even ones, the odd ones, then both. */
  private void outputs() {
    lines.add("vmovlb.%s16 q1, q0", sign()).add("vmovlt.%s16 q0, q0", sign());
    for (String half : List.of("q1", "q0")) {
      lines.add("vmul.i32 %s, %s, r9", half, half);
      lines.add("vadd.i32 %s, %s, r11", half, half).add("vshl.s32 %s, r8", half);
    }
    lines.add("vqmovnb.s32 q1, q1").add("vqmovnt.s32 q1, q0");
    boolean unsigned = sign().equals("u");
    lines.add(unsigned ? "vqmovunb.s16 q0, q1" : "vqmovnb.s16 q0, q1");
    limit();
  }

  /** Bytes in q0 come between the limits. */
  private void limit() {
    Interval all = fold.output().element().range();
    if (fold.limits().low() > all.low()) {
      bound("vmax", fold.limits().low());
    }
    if (fold.limits().high() < all.high()) {
      bound("vmin", fold.limits().high());
    }
  }

  private void bound(String name, long limit) {
    lines.add("mov r4, #" + limit).add("vdup.8 q1, r4");
    lines.add("%s.%s8 q0, q0, q1", name, sign());
  }
}
