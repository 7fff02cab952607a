package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.StatementTitle;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Statements of the kernel language, nests made loops, as assembly. */
final class StatementCode {
  /** A choice that takes longer is not made as long on both sides. */
  private static final int MOST_WAIT = 40;

  private final Words words;
  private final Assembly lines;
  private final Locals locals;
  private final Arrays arrays;
  private final Timing.Collector timing;
  private final ExpressionCode expressions;
  private final Choices choices;
  private final Loops loops;
  private final Set<String> assigned;

  /** Names that statements behind the current one speak of. */
  private Set<String> behind = new HashSet<>();

  StatementCode(
      Words words,
      Locals locals,
      Arrays arrays,
      Timing.Collector timing,
      boolean multiplier,
      Set<Buffer> pairs,
      Set<String> assigned) {
    this.words = words;
    this.lines = words.lines;
    this.locals = locals;
    this.arrays = arrays;
    this.timing = timing;
    this.assigned = assigned;
    this.expressions = new ExpressionCode(words, locals, arrays, timing, multiplier);
    this.choices = new Choices(expressions, words);
    this.loops =
        new Loops(
            words,
            locals,
            arrays,
            timing,
            expressions,
            new Sums(words, locals, arrays, multiplier, pairs),
            this::statement);
  }

  /** A kernel's whole body. */
  void body(Stmt stmt) {
    List<Stmt> parts = stmt instanceof Stmt.Seq seq ? seq.body() : List.of(stmt);
    for (int i = 0; i < parts.size(); i++) {
      List<Arrays.Access> later = new ArrayList<>();
      parts.subList(i + 1, parts.size()).forEach(part -> later.addAll(Accesses.of(part)));
      arrays.begin(Accesses.of(parts.get(i)), later);
      behind = new HashSet<>();
      parts.subList(i + 1, parts.size()).forEach(part -> behind.addAll(Accesses.names(part)));
      statement(parts.get(i));
      arrays.end();
    }
    timing.add(lines.take());
  }

  private void statement(Stmt stmt) {
    StatementTitle.of(stmt).ifPresent(lines::comment);
    if (stmt instanceof Stmt.Seq seq) {
      sequence(seq.body());
    } else if (stmt instanceof Stmt.Block block) {
      Map<String, Locals.Local> names = locals.names();
      statement(block.body());
      locals.restore(names);
    } else if (stmt instanceof Stmt.For loop) {
      loops.loop(loop);
    } else if (stmt instanceof Stmt.Fill fill) {
      loops.loop(
          new Stmt.For(
              "at",
              new Expr.Int(0),
              new Expr.Int(fill.count()),
              new Stmt.Store(fill.buffer(), fill.at().plus("at", 1), new Expr.Int(fill.value()))));
    } else if (stmt instanceof Stmt.Let let) {
      let(let);
    } else if (stmt instanceof Stmt.Assign assign) {
      assign(assign);
    } else if (stmt instanceof Stmt.Store store) {
      store(store);
    } else if (stmt instanceof Stmt.If test) {
      test(test);
    } else if (stmt instanceof Stmt.Note note) {
      lines.comment(note.text());
    } else {
      throw new Unsupported(stmt.getClass().getSimpleName());
    }
  }

  /** Variables of the sequence are given up behind the last statement that speaks of them. */
  private void sequence(List<Stmt> parts) {
    Set<String> outer = locals.names().keySet();
    Set<String> behindAll = behind;
    for (int i = 0; i < parts.size(); i++) {
      behind = new HashSet<>(behindAll);
      parts.subList(i + 1, parts.size()).forEach(part -> behind.addAll(Accesses.names(part)));
      statement(parts.get(i));
      locals.forget(outer, behind::contains);
    }
    behind = behindAll;
  }

  private void let(Stmt.Let let) {
    Interval range = let.range().orElse(let.type().range());
    boolean known = !assigned.contains(let.name());
    if (known) {
      range = inside(range, expressions.ranges.of(let.value()));
    }
    int size = Widths.of(range);
    locals.name(let.name(), locals.of(range, expressions.of(let.value(), size)));
    timing.add(lines.take());
    timing.add(new Timing.Variable(let.name(), known ? let.value() : new Expr.Taps()));
  }

  private static Interval inside(Interval a, Interval b) {
    long low = Math.max(a.low(), b.low());
    long high = Math.min(a.high(), b.high());
    return low <= high ? new Interval(low, high) : a;
  }

  private void assign(Stmt.Assign assign) {
    Locals.Local local = locals.get(assign.name());
    if (!local.inFrame()
        && assign.value() instanceof Expr.Bin bin
        && bin.left().equals(new Expr.Var(assign.name()))
        && inPlace(local, bin)) {
      return;
    }
    locals.set(local, expressions.of(assign.value(), local.size));
  }

  /** A sum or an extreme in the variable's own registers. */
  private boolean inPlace(Locals.Local local, Expr.Bin bin) {
    locals.get(local, local.size);
    if (bin.op() == Expr.Op.ADD || bin.op() == Expr.Op.SUB) {
      Value by = expressions.of(bin.right(), local.size);
      words.into(bin.op() == Expr.Op.ADD ? "add" : "sub", local.registers, by);
      return true;
    }
    Interval both = local.range.union(expressions.ranges.of(bin.right()));
    boolean signed = both.low() < 0;
    boolean extreme = bin.op() == Expr.Op.MIN || bin.op() == Expr.Op.MAX;
    if (!extreme || Widths.of(both) > local.size || signed != local.signed()) {
      return false;
    }
    Value own = locals.get(local, local.size);
    Value by = words.read(expressions.of(bin.right(), local.size), local.size);
    words.compare(own, by, local.size);
    boolean max = bin.op() == Expr.Op.MAX;
    String keep = max ? (signed ? "brge" : "brsh") : signed ? "brlt" : "brlo";
    words.moveUnless(keep, local.registers, by.bytes().subList(0, local.size));
    words.registers.release(by);
    return true;
  }

  private void store(Stmt.Store store) {
    Element element = store.buffer().element();
    Optional<Long> number =
        store.value() instanceof Expr.Int constant
            ? Optional.of(constant.value())
            : Optional.empty();
    Value value =
        number.isPresent() && number.get() == 0
            ? new Value(java.util.Collections.nCopies(element.bytes(), 1), false, Set.of())
            : words.read(expressions.of(store.value(), element.bytes()), element.bytes());
    arrays.store(store.buffer(), store.at(), value);
    words.registers.release(value);
  }

  /** What is done only sometimes: as long if not, where that is not long. */
  private void test(Stmt.If test) {
    List<Arrays.Access> accesses = Accesses.of(test);
    arrays.settle(accesses);
    Choices.Branches flags = choices.compare(test.relation(), test.left(), test.right());
    arrays.forget();
    timing.add(lines.take());
    timing.open();
    lines.begin();
    Map<String, Locals.Local> names = locals.names();
    statement(test.then());
    arrays.settle(accesses);
    arrays.forget();
    locals.restore(names);
    timing.add(lines.take());
    Assembly.Part part = lines.end();
    Timing then = timing.close();
    if (moves(part)) {
      part.instructions().forEach(line -> lines.unlessLine(flags.ifFalse(), line));
      timing.add(lines.take());
      return;
    }
    Timing.Cycles cycles = then.of(Map.of());
    if (then.fixed() && cycles.exact() && cycles.most() <= MOST_WAIT) {
      balanced(flags, part, (int) cycles.most());
    } else {
      skipped(flags, part, then);
    }
  }

  /** A few moves between registers, which leave flags alone. */
  private static boolean moves(Assembly.Part part) {
    return part.words() <= 3
        && part.instructions().stream()
            .allMatch(line -> line.startsWith("\"mov") || line.startsWith("\"ldi"));
  }

  private void balanced(Choices.Branches flags, Assembly.Part part, int cycles) {
    String otherwise = lines.label();
    String end = lines.label();
    lines.uncounted(flags.ifFalse() + " " + otherwise);
    lines.append(part);
    lines.uncounted("rjmp " + end);
    lines.place(otherwise);
    lines.wait(cycles + 1);
    lines.take();
    lines.place(end);
    timing.add(cycles + 3L);
  }

  private void skipped(Choices.Branches flags, Assembly.Part part, Timing then) {
    String end = lines.label();
    boolean far = !Assembly.reachable(part.words());
    jump(flags, end, part.words());
    lines.append(part);
    lines.place(end);
    Timing.Collector taken = new Timing.Collector();
    taken.add(far ? 2 : 1);
    taken.add(then);
    timing.add(new Timing.Either(taken.timing(), new Timing.Fixed(Timing.Cycles.of(far ? 3 : 2))));
  }

  /** To a label over so many words if the comparison does not hold: 2 cycles, or 3 if it is far. */
  private void jump(Choices.Branches flags, String label, int words) {
    if (Assembly.reachable(words)) {
      lines.uncounted(flags.ifFalse() + " " + label);
    } else {
      lines.uncounted(flags.ifTrue() + " .+2");
      lines.uncounted("rjmp " + label);
    }
  }
}
