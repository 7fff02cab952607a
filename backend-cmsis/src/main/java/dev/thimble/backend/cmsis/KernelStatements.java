package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.StatementTitle;
import dev.thimble.kernel.Stmt;
import java.util.HashSet;
import java.util.Set;

/** Statements of the kernel language, nests made loops that run a known number of times. */
final class KernelStatements {
  private static final int UNROLLED = 4;

  private final VirtualCode code;
  private final NumberCode numbers;
  private final KernelPlaces places;
  private final KernelExpressions expressions;
  private final KernelProducts products;
  private final Set<String> assigned = new HashSet<>();
  private final Set<String> counted = new HashSet<>();

  KernelStatements(
      VirtualCode code, NumberCode numbers, KernelPlaces places, KernelProducts products) {
    this.code = code;
    this.numbers = numbers;
    this.places = places;
    this.expressions = new KernelExpressions(numbers, places);
    this.products = products;
  }

  /** A kernel's whole body. */
  void body(Stmt stmt) {
    collect(stmt);
    statement(stmt);
  }

  /** Variables that change, and loops whose variable is needed as a number. */
  private void collect(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(this::collect);
    } else if (stmt instanceof Stmt.Block block) {
      collect(block.body());
    } else if (stmt instanceof Stmt.For loop) {
      collect(loop.body());
    } else if (stmt instanceof Stmt.Assign assign) {
      assigned.add(assign.name());
      numbersIn(assign.value());
    } else if (stmt instanceof Stmt.Let let) {
      numbersIn(let.value());
    } else if (stmt instanceof Stmt.Store store) {
      numbersIn(store.value());
    }
  }

  private void numbersIn(Expr expr) {
    if (expr instanceof Expr.Lookup lookup) {
      expressions.foresee(lookup);
    }
    if (expr instanceof Expr.Index index) {
      counted.addAll(index.at().terms().keySet());
    } else if (expr instanceof Expr.Var variable) {
      counted.add(variable.name());
    }
    dev.thimble.kernel.Expressions.parts(expr).forEach(this::numbersIn);
  }

  private void statement(Stmt stmt) {
    expressions.begin();
    StatementTitle.of(stmt).ifPresent(code::comment);
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(this::statement);
    } else if (stmt instanceof Stmt.Block block) {
      statement(block.body());
    } else if (stmt instanceof Stmt.For loop) {
      loop(loop);
    } else if (stmt instanceof Stmt.Fill fill) {
      fill(fill);
    } else if (stmt instanceof Stmt.Let let) {
      let(let);
    } else if (stmt instanceof Stmt.Assign assign) {
      if (!expressions.accumulates(assign.name(), assign.value())) {
        code.move(expressions.register(assign.name()), expressions.of(assign.value()));
      }
    } else if (stmt instanceof Stmt.Store store) {
      places.store(store.buffer(), store.at(), expressions.of(store.value()));
    } else if (stmt instanceof Stmt.Note note) {
      code.comment(note.text());
    } else {
      throw new Unsupported(stmt.getClass().getSimpleName());
    }
  }

  private void let(Stmt.Let let) {
    Interval range = let.range().orElse(let.type().range());
    int value = expressions.of(let.value());
    if (assigned.contains(let.name())) {
      value = code.copy(value);
    } else {
      Interval now = expressions.ranges.of(let.value());
      range = range.clamp(now.low(), now.high());
    }
    expressions.name(let.name(), range, value);
  }

  private void loop(Stmt.For loop) {
    if (!(loop.from() instanceof Expr.Int from) || !(loop.to() instanceof Expr.Int to)) {
      throw new Unsupported("a loop whose rounds depend on another");
    }
    long rounds = to.value() - from.value();
    if (rounds <= 0) {
      return;
    }
    if (from.value() != 0 || counted.contains(loop.variable())) {
      throw new Unsupported("a loop whose variable is a number");
    }
    if (products.add(loop, (int) rounds, expressions)) {
      return;
    }
    expressions.name(loop.variable(), new Interval(0, rounds - 1));
    rounds(loop.variable(), rounds, () -> statement(loop.body()));
  }

  private void rounds(String variable, long rounds, Runnable body) {
    code.open(rounds);
    places.enter(variable);
    body.run();
    places.leave();
    code.close(KernelProducts.down(code, numbers, rounds));
  }

  private void fill(Stmt.Fill fill) {
    int turns = fill.count() / UNROLLED;
    Affine at = fill.at();
    if (turns > 0) {
      rounds("at", turns, () -> store(fill, at.plus("at", UNROLLED), UNROLLED));
    }
    store(fill, at.plus((long) turns * UNROLLED), fill.count() % UNROLLED);
  }

  private void store(Stmt.Fill fill, Affine at, int count) {
    for (long i = 0; i < count; i++) {
      places.store(fill.buffer(), at.plus(i), numbers.number((int) fill.value()));
    }
  }
}
