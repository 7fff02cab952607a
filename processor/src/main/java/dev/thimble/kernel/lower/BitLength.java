package dev.thimble.kernel.lower;

import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** How many bits a number takes, by halving. */
final class BitLength {
  private BitLength() {}

  /**
   * Statements that set the variable {@code name} to the number of bits, 0 for 0.
   *
   * @param most bits of the largest number
   */
  static List<Stmt> of(String name, Expr number, int most) {
    List<Stmt> steps = new ArrayList<>();
    Expr rest = number;
    Expr bits = new Expr.Int(0);
    for (int half = most > 16 ? 16 : 8; half >= 1; half /= 2) {
      String found = name + "_" + half;
      String left = found + "_left";
      Expr above =
          new Expr.Select(
              Relation.GE, rest, new Expr.Int(1L << half), new Expr.Int(half), new Expr.Int(0));
      steps.add(Stmt.Let.of(found, above));
      steps.add(Stmt.Let.of(left, Expr.bin(Op.SHR, rest, new Expr.Var(found))));
      bits = Expr.add(bits, new Expr.Var(found));
      rest = new Expr.Var(left);
    }
    Expr one =
        new Expr.Select(Relation.GT, rest, new Expr.Int(0), new Expr.Int(1), new Expr.Int(0));
    steps.add(Stmt.Let.of(name, new Expr.Clamp(Expr.add(bits, one), 0, most)));
    return steps;
  }
}
