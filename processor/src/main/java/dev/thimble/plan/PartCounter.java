package dev.thimble.plan;

import dev.thimble.backend.CostTable.Part;
import dev.thimble.backend.ProductCall;
import dev.thimble.backend.ProductFunction;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Stmt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the parts of a kernel's portable code, on the code itself: how often each is written, and
 * how often it is executed. Every test is counted as if it held.
 */
final class PartCounter {
  private final PartCounts counts = new PartCounts();
  private final Map<String, Element> types = new HashMap<>();
  private final Map<String, Long> extents = new HashMap<>();
  private final Rounds rounds = new Rounds();
  private boolean loops;

  /**
   * The loops around the statement that is being counted, outermost first; the function itself is
   * the first one.
   */
  private final Deque<Scope> scopes = new ArrayDeque<>();

  /** A loop: how often its body runs, and the bytes of what must be kept while it runs. */
  private static final class Scope {
    private final String variable;
    private final long runs;
    private int live;

    Scope(String variable, long runs, int live) {
      this.variable = variable;
      this.runs = runs;
      this.live = live;
    }
  }

  private final List<ProductFunction> functions;

  private PartCounter(List<ProductFunction> functions) {
    this.functions = functions;
  }

  /**
   * The counts of a kernel.
   *
   * @param functions what it calls for sums of products
   */
  static PartCounts count(Kernel kernel, int arrays, List<ProductFunction> functions) {
    PartCounter counter = new PartCounter(functions);
    for (Axis axis : Loops.axes(kernel.body())) {
      counter.extents.put(axis.name(), (long) axis.extent());
    }
    counter.counts.add(Part.CALL, Element.I16, 1, 1);
    counter.scopes.addLast(new Scope("", 1, 2 * arrays));
    counter.statement(Expand.loops(kernel.body()));
    // Without a loop addresses stay where the call leaves them.
    counter.counts.add(Part.ARRAY, Element.I16, arrays, counter.loops ? arrays : 0);
    return counter.counts;
  }

  private void add(Part part, Element type) {
    counts.add(part, type, 1, scopes.getLast().runs);
  }

  private void statement(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      seq.body().forEach(this::statement);
    } else if (stmt instanceof Stmt.Block block) {
      statement(block.body());
    } else if (stmt instanceof Stmt.For loop) {
      expression(loop.from());
      expression(loop.to());
      loop(loop);
    } else if (stmt instanceof Stmt.Let let) {
      types.put(let.name(), computed(let.type()));
      rounds.let(let);
      add(Part.VARIABLE, let.type());
      expression(let.value());
      keep(scopes.getLast(), computed(let.type()).bytes());
    } else if (stmt instanceof Stmt.Assign assign) {
      expression(assign.value());
    } else if (stmt instanceof Stmt.Store store) {
      expression(store.value());
      store(store.buffer());
      index(store.at());
    } else if (stmt instanceof Stmt.If test) {
      add(Part.CHOICE, wider(expression(test.left()), expression(test.right())));
      statement(test.then());
    } else if (stmt instanceof Stmt.Fill fill) {
      repeat("at", scopes.getLast().runs * fill.count(), () -> store(fill.buffer()));
    }
  }

  private void store(Buffer buffer) {
    add(Part.STORE, buffer.element());
  }

  private void loop(Stmt.For loop) {
    Optional<ProductCall> call = ProductCall.of(functions, loop);
    if (call.isPresent()) {
      counts.call(call.get(), scopes.getLast().runs);
      index(call.get().x().at());
      index(call.get().w().at());
      return;
    }
    rounds.enter(loop, extents.getOrDefault(loop.variable(), 1L));
    if (isSingle(loop)) {
      // Compilers make none of it. Its bytes are counted all the same: they must be enough.
      counts.add(Part.ENTRY, Element.I16, 1, 0);
      counts.add(Part.LOOP, Element.I16, 1, 0);
      statement(loop.body());
    } else {
      repeat(loop.variable(), rounds.count(), () -> statement(loop.body()));
    }
    rounds.leave();
  }

  private static boolean isSingle(Stmt.For loop) {
    return loop.from() instanceof Expr.Int from
        && loop.to() instanceof Expr.Int to
        && to.value() - from.value() == 1;
  }

  private void repeat(String variable, long runs, Runnable body) {
    loops = true;
    add(Part.ENTRY, Element.I16);
    scopes.addLast(new Scope(variable, runs, 0));
    keep(scopes.getLast(), 2);
    add(Part.LOOP, Element.I16);
    body.run();
    scopes.removeLast();
  }

  private void keep(Scope scope, int bytes) {
    scope.live += bytes;
    counts.live(scopes.stream().mapToInt(s -> s.live).sum());
  }

  /** Compilers step an index in the loop of each variable that it depends on, and keep it there. */
  private void index(Affine at) {
    for (Scope scope : scopes) {
      if (at.coefficient(scope.variable) != 0) {
        counts.add(Part.INDEX, Element.I16, 1, scope.runs);
        keep(scope, 2);
      }
    }
  }

  /** Counts the expression, and says what type it is computed in. */
  private Element expression(Expr expr) {
    if (expr instanceof Expr.Int number) {
      return Element.computing(Interval.of(number.value()));
    } else if (expr instanceof Expr.Var variable) {
      return types.getOrDefault(variable.name(), Element.I16);
    } else if (expr instanceof Expr.Index index) {
      index.at().terms().keySet().forEach(v -> add(Part.ADD, Element.I16));
      return Element.I16;
    } else if (expr instanceof Expr.Load load) {
      index(load.at());
      return load(load.buffer());
    } else if (expr instanceof Expr.Lookup lookup) {
      expression(lookup.at());
      add(Part.INDEX, Element.I16);
      return load(lookup.buffer());
    } else if (expr instanceof Expr.Bin bin) {
      return operation(bin);
    } else if (expr instanceof Expr.Wrap wrap) {
      expression(wrap.value());
      return computed(wrap.type());
    } else if (expr instanceof Expr.Requantise r) {
      return requantisation(r);
    }
    return choice(expr);
  }

  private Element requantisation(Expr.Requantise r) {
    Expressions.parts(r).forEach(this::expression);
    Part part = r.rounding() == Rounding.DOUBLE ? Part.SCALE_TWICE : Part.SCALE;
    boolean power = r.multiplier() instanceof Expr.Int factor && Long.bitCount(factor.value()) == 1;
    if (power && scopes.size() == 1) {
      // Compilers shift instead. Within loops the tables' figures have that in them.
      counts.add(part, r.type(), 1, 0);
      counts.add(Part.SHIFT, r.type(), 0, scopes.getLast().runs);
    } else {
      add(part, r.type());
    }
    if (!(r.shift() instanceof Expr.Int)) {
      add(Part.VARIABLE_SHIFT, r.type());
    }
    return r.result();
  }

  private Element load(Buffer buffer) {
    if (buffer.element() == Element.I4) {
      // Of two in a byte: which one, moved to its place, its sign.
      add(Part.CHOICE, Element.I16);
      add(Part.SHIFT, Element.I16);
      add(Part.ADD, Element.I16);
      add(Part.ADD, Element.I16);
    }
    add(buffer.isConstant() ? Part.LOAD_CONSTANT : Part.LOAD, buffer.element());
    return computed(buffer.element());
  }

  private Element operation(Expr.Bin bin) {
    Element left = expression(bin.left());
    Element right = expression(bin.right());
    Element type = wider(bin.type(), wider(left, right));
    boolean widens = left == Element.I16 && right == Element.I16 && type == Element.I32;
    switch (bin.op()) {
      case ADD, SUB -> add(Part.ADD, type);
      case MIN, MAX -> add(Part.CHOICE, type);
      case MUL -> add(widens ? Part.WIDE_MUL : Part.MUL, type);
      case DIV -> division(bin.right(), type);
      case SHL, SHR -> add(Part.SHIFT, type);
    }
    return type;
  }

  /** By a power of two it is a shift, and a correction of negative numbers. */
  private void division(Expr divisor, Element type) {
    if (divisor instanceof Expr.Int number && Long.bitCount(number.value()) == 1) {
      add(Part.ADD, type);
      add(Part.SHIFT, type);
    } else {
      add(Part.DIV, type);
    }
  }

  /** A clamp is two choices. */
  private Element choice(Expr expr) {
    Element type = Element.I16;
    for (Expr part : Expressions.parts(expr)) {
      type = wider(type, expression(part));
    }
    add(Part.CHOICE, type);
    if (expr instanceof Expr.Clamp) {
      add(Part.CHOICE, type);
    }
    return type;
  }

  private static Element wider(Element a, Element b) {
    Element left = computed(a);
    Element right = computed(b);
    return left.bits() >= right.bits() ? left : right;
  }

  private static Element computed(Element type) {
    return type.bits() <= 16 ? Element.I16 : type == Element.I24 ? Element.I32 : type;
  }
}
