package dev.thimble.backend.avr;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What statements read and write, and which variables they need as numbers. */
final class Accesses {
  private Accesses() {}

  /** All places of arrays that a statement reads or writes by pointers. */
  static List<Arrays.Access> of(Stmt stmt) {
    List<Arrays.Access> all = new ArrayList<>();
    walk(
        stmt,
        expr -> collect(expr, all),
        inner -> {
          if (inner instanceof Stmt.Store store) {
            all.add(new Arrays.Access(store.buffer(), store.at()));
          } else if (inner instanceof Stmt.Fill fill) {
            all.add(new Arrays.Access(fill.buffer(), fill.at().plus("at", 1)));
          }
        });
    return all;
  }

  private static void collect(Expr expr, List<Arrays.Access> all) {
    if (expr instanceof Expr.Load load) {
      all.add(new Arrays.Access(load.buffer(), load.at()));
    } else if (expr instanceof Expr.Lookup lookup && !lookup.buffer().isConstant()) {
      all.add(new Arrays.Access(lookup.buffer(), Affine.of(0)));
    }
  }

  /** Names that are assigned a second value. */
  static Set<String> assigned(Stmt stmt) {
    Set<String> names = new HashSet<>();
    walk(
        stmt,
        expr -> {},
        inner -> {
          if (inner instanceof Stmt.Assign assign) {
            names.add(assign.name());
          }
        });
    return names;
  }

  /** Variables that are read as numbers and not only in indices of arrays. */
  static Set<String> numbers(Stmt stmt) {
    Set<String> names = new HashSet<>();
    walk(
        stmt,
        expr -> {
          if (expr instanceof Expr.Var variable) {
            names.add(variable.name());
          } else if (expr instanceof Expr.Index index) {
            names.addAll(index.at().terms().keySet());
          }
        },
        inner -> {});
    return names;
  }

  /** All names that a statement speaks of, but for those of new variables. */
  static Set<String> names(Stmt stmt) {
    Set<String> names = new HashSet<>(assigned(stmt));
    names.addAll(numbers(stmt));
    of(stmt).forEach(access -> names.addAll(access.at().terms().keySet()));
    return names;
  }

  /** Visits all expressions, with their parts, and all statements. */
  private static void walk(Stmt stmt, Consumer<Expr> expressions, Consumer<Stmt> statements) {
    statements.accept(stmt);
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(part -> walk(part, expressions, statements));
    } else if (stmt instanceof Stmt.Block block) {
      walk(block.body(), expressions, statements);
    } else if (stmt instanceof Stmt.For loop) {
      each(loop.from(), expressions);
      each(loop.to(), expressions);
      walk(loop.body(), expressions, statements);
    } else if (stmt instanceof Stmt.If test) {
      each(test.left(), expressions);
      each(test.right(), expressions);
      walk(test.then(), expressions, statements);
    } else if (stmt instanceof Stmt.Let let) {
      each(let.value(), expressions);
    } else if (stmt instanceof Stmt.Assign assign) {
      each(assign.value(), expressions);
    } else if (stmt instanceof Stmt.Store store) {
      each(store.value(), expressions);
    }
  }

  private static void each(Expr expr, Consumer<Expr> visitor) {
    visitor.accept(expr);
    Expressions.parts(expr).forEach(part -> each(part, visitor));
  }
}
