package dev.thimble.backend.avr;

import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Loops: a counter, and pointers that move along. */
final class Loops {
  private final Words words;
  private final Assembly lines;
  private final Locals locals;
  private final Arrays arrays;
  private final Timing.Collector timing;
  private final ExpressionCode expressions;
  private final Sums sums;
  private final Consumer<Stmt> statements;

  Loops(
      Words words,
      Locals locals,
      Arrays arrays,
      Timing.Collector timing,
      ExpressionCode expressions,
      Sums sums,
      Consumer<Stmt> statements) {
    this.words = words;
    this.lines = words.lines;
    this.locals = locals;
    this.arrays = arrays;
    this.timing = timing;
    this.expressions = expressions;
    this.sums = sums;
    this.statements = statements;
  }

  void loop(Stmt.For loop) {
    if (loop.from() instanceof Expr.Int from && loop.to() instanceof Expr.Int to) {
      if (from.value() < to.value()) {
        known(loop, from.value(), to.value());
      }
    } else {
      unknown(loop);
    }
  }

  private void known(Stmt.For loop, long from, long to) {
    List<Arrays.Access> accesses = Accesses.of(loop.body());
    arrays.move(accesses, loop.variable(), from);
    arrays.settle(accesses);
    long rounds = to - from;
    timing.add(lines.take());
    if (sums.add(loop, rounds)) {
      timing.add(lines.take());
      arrays.move(accesses, loop.variable(), -from);
      return;
    }
    boolean number = Accesses.numbers(loop.body()).contains(loop.variable());
    Map<String, Locals.Local> names = locals.names();
    Interval range = new Interval(from, to - 1);
    Locals.Local variable =
        number ? locals.make(range, Widths.of(new Interval(from, to))) : locals.nowhere(range);
    if (number) {
      set(variable, from);
    }
    locals.name(loop.variable(), variable);
    Locals.Local counter =
        number || rounds == 1 ? null : counter(rounds == 256 ? 255 : rounds, rounds & 0xffff);
    timing.add(lines.take());
    timing.open();
    arrays.forget();
    String label = lines.label();
    lines.place(label);
    int since = lines.words();
    locals.times((double) rounds);
    body(loop, accesses);
    if (rounds > 1) {
      if (counter == null) {
        next(variable, to);
      } else {
        locals.add(counter, -1);
      }
    }
    locals.times(1.0 / rounds);
    timing.add(lines.take());
    Assembly.Back back =
        rounds == 1 ? new Assembly.Back(0, 0) : lines.back(label, "brne", "breq", since);
    timing.add(back.cycles());
    lines.take();
    Timing round = timing.close();
    Expr first = new Expr.Int(from);
    Expr end = new Expr.Int(to);
    timing.add(new Timing.Loop(loop.variable(), first, end, 0, round, -back.less(), 0, rounds));
    if (counter != null) {
      locals.drop(counter);
    }
    arrays.forget();
    locals.restore(names);
    arrays.move(accesses, loop.variable(), -to);
  }

  private void next(Locals.Local variable, long to) {
    locals.add(variable, 1);
    Value now = locals.get(variable, variable.size);
    words.compare(now, to, variable.size);
    words.registers.release(now);
  }

  private Locals.Local counter(long largest, long value) {
    Locals.Local counter = locals.make(new Interval(0, largest));
    set(counter, value & (counter.size == 1 ? 0xff : 0xffff));
    return counter;
  }

  private void set(Locals.Local local, long value) {
    if (local.inFrame()) {
      locals.set(local, words.constant(value, local.size));
    } else {
      for (int i = 0; i < local.size; i++) {
        words.load(local.registers.get(i), Widths.at(value, i));
      }
    }
  }

  /** One round, with the pointers moved to the next. */
  private void body(Stmt.For loop, List<Arrays.Access> accesses) {
    Map<String, Locals.Local> names = locals.names();
    statements.accept(loop.body());
    locals.restore(names);
    arrays.move(accesses, loop.variable(), 1);
    arrays.settle(accesses);
  }

  private void unknown(Stmt.For loop) {
    List<Arrays.Access> accesses = Accesses.of(loop.body());
    arrays.settle(accesses);
    Interval first = expressions.ranges.of(loop.from());
    Interval end = expressions.ranges.of(loop.to());
    Interval range = new Interval(first.low(), Math.max(first.low(), end.high()));
    boolean number = Accesses.numbers(loop.body()).contains(loop.variable());
    Map<String, Locals.Local> names = locals.names();
    if (number) {
      Value from = expressions.of(loop.from(), Widths.of(range));
      locals.name(loop.variable(), locals.of(range, from));
    } else {
      // Only pointers follow it: it has no place of its own.
      locals.name(loop.variable(), locals.nowhere(range));
    }
    Expr count = new Expr.Bin(Expr.Op.SUB, loop.to(), loop.from(), dev.thimble.kernel.Element.I16);
    Interval rounds = expressions.ranges.of(count);
    Locals.Local counter = locals.of(rounds, expressions.of(count, Widths.of(rounds)));
    Value now = locals.get(counter, counter.size);
    words.compare(now, 1, counter.size);
    words.registers.release(now);
    String none = counter.signed() ? "brlt" : "brlo";
    String some = counter.signed() ? "brge" : "brsh";
    arrays.forget();
    timing.add(lines.take());
    lines.begin();
    Round round = rounds(loop, accesses, counter, Math.max(1, rounds.high()));
    Assembly.Part part = lines.end();
    boolean near = Assembly.reachable(part.words());
    String label = lines.label();
    if (near) {
      lines.uncounted(none + " " + label);
    } else {
      lines.uncounted(some + " .+2");
      lines.uncounted("rjmp " + label);
    }
    lines.append(part);
    lines.place(label);
    timing.add(
        new Timing.Loop(
            loop.variable(),
            loop.from(),
            loop.to(),
            round.before + (near ? 1 : 2),
            round.timing,
            round.after - round.less,
            near ? 2 : 3,
            Math.max(0, rounds.high())));
    locals.drop(counter);
    locals.restore(names);
    arrays.forget();
  }

  private record Round(long before, Timing timing, long after, int less) {}

  private Round rounds(
      Stmt.For loop, List<Arrays.Access> accesses, Locals.Local counter, long most) {
    Map<Locals.Local, Long> moved = arrays.moved(accesses, loop.variable());
    moved.forEach((pointer, factor) -> move(pointer, loop.from(), factor));
    long before = lines.take();
    timing.open();
    String label = lines.label();
    lines.place(label);
    int since = lines.words();
    locals.times((double) most);
    body(loop, accesses);
    if (locals.has(loop.variable()) && !locals.get(loop.variable()).isNowhere()) {
      locals.add(locals.get(loop.variable()), 1);
    }
    locals.add(counter, -1);
    locals.times(1.0 / most);
    timing.add(lines.take());
    Assembly.Back back = lines.back(label, "brne", "breq", since);
    timing.add(back.cycles());
    lines.take();
    Timing round = timing.close();
    moved.forEach((pointer, factor) -> move(pointer, loop.to(), -factor));
    return new Round(before, round, lines.take(), back.less());
  }

  /** A pointer so many times a number further. */
  private void move(Locals.Local pointer, Expr number, long factor) {
    if (number instanceof Expr.Int known) {
      locals.add(pointer, known.value() * factor);
      return;
    }
    boolean back = factor < 0;
    Expr far =
        factor == 1 || factor == -1 ? number : Expr.mul(number, new Expr.Int(Math.abs(factor)));
    Value by = expressions.of(far, pointer.size);
    if (!pointer.inFrame()) {
      words.into(back ? "sub" : "add", pointer.registers, by);
      return;
    }
    Value place = locals.get(pointer, pointer.size);
    words.into(back ? "sub" : "add", place.bytes(), by);
    locals.set(pointer, place);
  }
}
