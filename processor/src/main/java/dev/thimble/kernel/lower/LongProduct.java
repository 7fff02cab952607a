package dev.thimble.kernel.lower;

import dev.thimble.graph.Coefficient;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.List;

/**
 * Products of a 32-bit variable and factors of 16 bits, rounded down, in 32 bits: the variable is
 * {@code high * 2^16 + low}, both signed.
 */
final class LongProduct {
  private static final int WORD = 16;

  private final String name;

  private LongProduct(String name) {
    this.name = name;
  }

  /** Products of the variable, once {@link #parts} are there. */
  static LongProduct of(String variable) {
    return new LongProduct(variable);
  }

  /** The variable's two parts. */
  List<Stmt> parts() {
    Expr value = new Expr.Var(name);
    Expr rounded = Expr.add(value, new Expr.Int(1 << (WORD - 1)));
    return List.of(
        Stmt.Let.of(name + "_low", Expr.wrap16(value)),
        Stmt.Let.of(name + "_high", Expr.bin(Op.SHR, rounded, new Expr.Int(WORD))));
  }

  /** The variable times the factor. */
  Expr by(Coefficient coefficient) {
    int shift = coefficient.shift();
    Expr factor = new Expr.Int(coefficient.mantissa());
    Expr high = Expr.mul(new Expr.Var(name + "_high"), factor);
    Expr low = Expr.mul(new Expr.Var(name + "_low"), factor);
    if (shift < WORD) {
      Expr scaled = Expr.mul(high, new Expr.Int(1L << (WORD - shift)));
      return Expr.add(scaled, shift == 0 ? low : Expr.bin(Op.SHR, low, new Expr.Int(shift)));
    }
    Expr sum = upper(factor);
    return shift == WORD ? sum : Expr.bin(Op.SHR, sum, new Expr.Int(shift - WORD));
  }

  /** The variable times the factor, without its lower 16 bits. */
  Expr upper(Expr factor) {
    Expr high = Expr.mul(new Expr.Var(name + "_high"), factor);
    Expr low = Expr.mul(new Expr.Var(name + "_low"), factor);
    return Expr.add(high, Expr.bin(Op.SHR, low, new Expr.Int(WORD)));
  }
}
