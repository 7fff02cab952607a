package dev.thimble.kernel.lower;

import dev.thimble.graph.Coefficient;
import dev.thimble.graph.Energies;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** What an energy was on average: {@code mean += (x - mean) * rate}, kept from run to run. */
final class MeanEnergy {
  private MeanEnergy() {}

  /** Statements that set the variables {@code x} and {@code mean}, and keep the mean. */
  static List<Stmt> of(Buffer given, Buffer kept, Affine at, Coefficient rate) {
    List<Stmt> steps = new ArrayList<>();
    Expr before = new Expr.Var("before");
    steps.add(Stmt.Let.of("x", energy(new Expr.Load(given, at))));
    steps.add(Stmt.Let.of("before", energy(new Expr.Load(kept, at))));
    steps.add(Stmt.Let.of("gap", Expr.sub(new Expr.Var("x"), before)));
    LongProduct gap = LongProduct.of("gap");
    steps.addAll(gap.parts());
    steps.add(Stmt.Let.of("mean", energy(Expr.add(before, gap.by(rate)))));
    steps.add(new Stmt.Store(kept, at, new Expr.Var("mean")));
    return steps;
  }

  /** A number kept within what energies may be. */
  static Expr energy(Expr value) {
    return new Expr.Clamp(value, 0, Energies.MOST);
  }
}
