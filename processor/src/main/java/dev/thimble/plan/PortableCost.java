package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.backend.CostTable.Part;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expand;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Stmt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts what a kernel's portable code costs, on the code itself: every operation by its type,
 * loops by their turns. Padding is counted as if every tap were inside, so cycles are an upper
 * bound.
 */
final class PortableCost {
  private final CostTable table;
  private final Map<String, Long> turns = new HashMap<>();
  private final Set<String> libraries;
  private int libraryBytes;
  private int locals;
  private int bytes;

  private PortableCost(CostTable table, Set<String> libraries) {
    this.table = table;
    this.libraries = libraries;
  }

  /** Library routines that are in use, and their bytes. */
  static final class Libraries {
    private final Set<String> known = new HashSet<>();
    private int bytes;

    int bytes() {
      return bytes;
    }
  }

  static KernelCost of(Kernel kernel, CostTable table, Libraries libraries) {
    PortableCost cost = new PortableCost(table, libraries.known);
    for (Axis axis : Loops.axes(kernel.body())) {
      cost.turns.put(axis.name(), (long) axis.extent());
    }
    cost.add(Part.CALL, Element.I16);
    long cycles =
        cost.statement(Expand.loops(kernel.body())) + table.cycles(Part.CALL, Element.I16);
    libraries.bytes += cost.libraryBytes;
    int constants = kernel.constants().stream().mapToInt(c -> c.bytes()).sum();
    return new KernelCost(
        kernel.name(),
        kernel.step(),
        kernel.macs(),
        cycles,
        cost.bytes,
        constants,
        table.stack(cost.locals));
  }

  private long add(Part part, Element type) {
    bytes += table.bytes(part, type);
    if (libraries.add(part + " " + type)) {
      libraryBytes += table.library(part, type);
    }
    return table.cycles(part, type);
  }

  private long statement(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      return seq.body().stream().mapToLong(this::statement).sum();
    } else if (stmt instanceof Stmt.Block block) {
      return statement(block.body());
    } else if (stmt instanceof Stmt.For loop) {
      locals += 2;
      long limits = expression(loop.from()) + expression(loop.to());
      long turn = statement(loop.body()) + add(Part.LOOP, Element.I16);
      return limits + turns(loop) * turn;
    } else if (stmt instanceof Stmt.Let let) {
      locals += let.type().bytes();
      return expression(let.value());
    } else if (stmt instanceof Stmt.Assign assign) {
      return expression(assign.value());
    } else if (stmt instanceof Stmt.Store store) {
      return expression(store.value()) + add(Part.STORE, store.buffer().element());
    } else if (stmt instanceof Stmt.If test) {
      return expression(test.left())
          + expression(test.right())
          + add(Part.ADD, Element.I32)
          + statement(test.then());
    } else if (stmt instanceof Stmt.Fill fill) {
      return fill.count()
          * (add(Part.STORE, fill.buffer().element()) + add(Part.LOOP, Element.I16));
    }
    return 0;
  }

  private long turns(Stmt.For loop) {
    if (loop.from() instanceof Expr.Int from && loop.to() instanceof Expr.Int to) {
      return Math.max(0, to.value() - from.value());
    }
    return turns.getOrDefault(loop.variable(), 1L);
  }

  private long expression(Expr expr) {
    long cycles = Expressions.parts(expr).stream().mapToLong(this::expression).sum();
    if (expr instanceof Expr.Load load) {
      Part part = load.buffer().isConstant() ? Part.LOAD_CONSTANT : Part.LOAD;
      return cycles + add(part, load.buffer().element());
    } else if (expr instanceof Expr.Lookup lookup) {
      Part part = lookup.buffer().isConstant() ? Part.LOAD_CONSTANT : Part.LOAD;
      return cycles + add(part, lookup.buffer().element());
    } else if (expr instanceof Expr.Bin bin) {
      return cycles + add(part(bin.op()), bin.type());
    } else if (expr instanceof Expr.Select || expr instanceof Expr.Clamp) {
      return cycles + 2L * add(Part.ADD, Element.I32);
    } else if (expr instanceof Expr.Requantise requantise) {
      return cycles + add(Part.REQUANTISE, requantise.type());
    } else if (expr instanceof Expr.Int number) {
      bytes += Element.computing(Interval.of(number.value())) == Element.I16 ? 0 : 4;
    }
    return cycles;
  }

  private static Part part(Expr.Op op) {
    return switch (op) {
      case ADD, SUB, MIN, MAX -> Part.ADD;
      case MUL -> Part.MUL;
      case DIV -> Part.DIV;
      case SHL, SHR -> Part.SHIFT;
    };
  }
}
