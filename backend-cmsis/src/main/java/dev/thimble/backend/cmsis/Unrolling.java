package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.ProductLoop;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loops of few short rounds as one round after the other. */
final class Unrolling {
  private static final long MOST_ROUNDS = 4;
  private static final int MOST_STATEMENTS = 16;

  private Unrolling() {}

  static Stmt of(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      return new Stmt.Seq(seq.body().stream().map(Unrolling::of).toList());
    } else if (stmt instanceof Stmt.Block block) {
      return new Stmt.Block(of(block.body()));
    } else if (stmt instanceof Stmt.For loop) {
      return loop(loop);
    }
    return stmt;
  }

  private static Stmt loop(Stmt.For loop) {
    Stmt body = of(loop.body());
    if (loop.from() instanceof Expr.Int from
        && loop.to() instanceof Expr.Int to
        && to.value() - from.value() <= MOST_ROUNDS
        && (to.value() - from.value()) * statements(body) <= MOST_STATEMENTS
        && ProductLoop.of(loop).isEmpty()) {
      List<Stmt> rounds = new ArrayList<>();
      for (long i = from.value(); i < to.value(); i++) {
        rounds.add(with(body, Map.of(loop.variable(), Affine.of(i))));
      }
      return new Stmt.Seq(rounds);
    }
    return new Stmt.For(loop.variable(), loop.from(), loop.to(), body);
  }

  /** Statements that are executed; more than enough where there are loops. */
  private static long statements(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      return seq.body().stream().mapToLong(Unrolling::statements).sum();
    } else if (stmt instanceof Stmt.Block block) {
      return statements(block.body());
    }
    return stmt instanceof Stmt.Let || stmt instanceof Stmt.Assign || stmt instanceof Stmt.Store
        ? 1
        : MOST_STATEMENTS + 1;
  }

  private static Stmt with(Stmt stmt, Map<String, Affine> known) {
    if (stmt instanceof Stmt.Seq seq) {
      return new Stmt.Seq(seq.body().stream().map(part -> with(part, known)).toList());
    } else if (stmt instanceof Stmt.Block block) {
      return new Stmt.Block(with(block.body(), known));
    } else if (stmt instanceof Stmt.Let let) {
      Expr value = Expressions.substitute(let.value(), known);
      return new Stmt.Let(let.type(), let.name(), value, let.range());
    } else if (stmt instanceof Stmt.Assign assign) {
      return new Stmt.Assign(assign.name(), Expressions.substitute(assign.value(), known));
    } else if (stmt instanceof Stmt.Store store) {
      Expr value = Expressions.substitute(store.value(), known);
      return new Stmt.Store(store.buffer(), store.at().substitute(known), value);
    }
    return stmt;
  }
}
