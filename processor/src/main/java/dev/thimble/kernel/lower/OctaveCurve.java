package dev.thimble.kernel.lower;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * A curve by octaves of a number: for each the table has start, slope and curvature of a parabola
 * in the 10 bits behind the number's first one, and a fourth entry.
 */
final class OctaveCurve {
  private static final int DIGITS = 31;

  private final Buffer table;
  private final int parts;

  private OctaveCurve(Buffer table, int parts) {
    this.table = table;
    this.parts = parts;
  }

  /**
   * A curve.
   *
   * @param parts numbers that the table has of its last octave
   */
  static OctaveCurve of(Buffer table, int parts) {
    return new OctaveCurve(table, parts);
  }

  /**
   * Statements that set the variables {@code octave}, {@code behind} and {@code entry}.
   *
   * @param before what four times the octave of the table's first entry is
   */
  List<Stmt> find(Expr number, int before) {
    Expr octave = new Expr.Var("octave");
    List<Stmt> steps = new ArrayList<>(BitLength.of("octave", number, DIGITS));
    Expr up = new Expr.Clamp(Expr.sub(new Expr.Int(11), octave), 0, 11);
    Expr down = new Expr.Clamp(Expr.sub(octave, new Expr.Int(11)), 0, 20);
    Expr few = new Expr.Clamp(number, 0, (1 << 11) - 1);
    Expr aligned =
        new Expr.Select(
            Relation.LT,
            octave,
            new Expr.Int(11),
            new Expr.Clamp(Expr.bin(Op.SHL, few, up), 0, (1 << 11) - 1),
            new Expr.Clamp(Expr.bin(Op.SHR, number, down), 0, (1 << 11) - 1));
    steps.add(
        Stmt.Let.of("behind", new Expr.Clamp(Expr.sub(aligned, new Expr.Int(1 << 10)), 0, 1023)));
    Expr first = Expr.sub(Expr.mul(octave, new Expr.Int(4)), new Expr.Int(before));
    steps.add(Stmt.Let.of("entry", new Expr.Clamp(first, 0, (long) table.length() - parts)));
    return steps;
  }

  /** What the table has there. */
  Expr entry(int part) {
    Expr entry = new Expr.Var("entry");
    return new Expr.Lookup(table, part == 0 ? entry : Expr.add(entry, new Expr.Int(part)));
  }

  /** The curve's value. */
  Expr value() {
    Expr behind = new Expr.Var("behind");
    Expr bent = Expr.bin(Op.SHR, Expr.mul(entry(2), behind), new Expr.Int(5));
    Expr curve = Expr.add(bent, Expr.mul(entry(1), new Expr.Int(32)));
    Expr sum = Expr.add(Expr.mul(curve, behind), new Expr.Int(1 << 14));
    return Expr.add(Expr.bin(Op.SHR, sum, new Expr.Int(15)), entry(0));
  }
}
