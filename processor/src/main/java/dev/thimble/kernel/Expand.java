package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nests and folds as plain loops, the portable form. Bounds become limits of the loops, computed as
 * far out as their variables allow; no element is tested one by one.
 */
public final class Expand {
  private final Map<String, Limits> limits = new HashMap<>();

  private record Limits(Expr from, Expr to) {}

  private Expand() {}

  /** The statement without nests and folds. */
  public static Stmt loops(Stmt stmt) {
    if (stmt instanceof Stmt.Seq seq) {
      return new Stmt.Seq(seq.body().stream().map(Expand::part).toList());
    } else if (stmt instanceof Stmt.For loop) {
      return new Stmt.For(loop.variable(), loop.from(), loop.to(), loops(loop.body()));
    } else if (stmt instanceof Stmt.If test) {
      return new Stmt.If(test.relation(), test.left(), test.right(), loops(test.then()));
    } else if (stmt instanceof Stmt.Do nested) {
      return new Expand().nest(nested.nest());
    } else if (stmt instanceof Stmt.Fold fold) {
      return fold(fold);
    }
    return stmt;
  }

  /** One of several statements: the variables of a nest are its own. */
  private static Stmt part(Stmt stmt) {
    Stmt loops = loops(stmt);
    boolean declares =
        stmt instanceof Stmt.Do
            && loops instanceof Stmt.Seq seq
            && seq.body().stream().anyMatch(s -> s instanceof Stmt.Let);
    return declares ? new Stmt.Block(loops) : loops;
  }

  private static Stmt fold(Stmt.Fold fold) {
    Stmt body = accumulate(fold.name(), fold.op(), fold.term(), fold.type());
    for (int i = fold.axes().size() - 1; i >= 0; i--) {
      body = Stmt.For.of(fold.axes().get(i), body);
    }
    return Stmt.Seq.of(new Stmt.Let(fold.type(), fold.name(), fold.init(), Optional.empty()), body);
  }

  private static Stmt accumulate(String name, Expr.Op op, Expr term, Element type) {
    return new Stmt.Assign(name, new Expr.Bin(op, new Expr.Var(name), term, type));
  }

  private Stmt nest(Nest nest) {
    List<Bound> open = new ArrayList<>(nest.bounds());
    List<Stmt> body = level(nest, 0, new HashSet<>(freeVariables(nest)), open);
    return block(body);
  }

  private static Set<String> freeVariables(Nest nest) {
    Set<String> free = new HashSet<>();
    nest.bounds().forEach(bound -> free.addAll(bound.at().terms().keySet()));
    nest.out().forEach(axis -> free.remove(axis.name()));
    nest.reduce().forEach(axis -> free.remove(axis.name()));
    return free;
  }

  private List<Stmt> level(Nest nest, int depth, Set<String> bound, List<Bound> open) {
    List<Stmt> body = new ArrayList<>(clip(nest, bound, open));
    if (depth == nest.out().size()) {
      body.addAll(point(nest));
      return body;
    }
    Axis axis = nest.out().get(depth);
    bound.add(axis.name());
    body.add(Stmt.For.of(axis, block(level(nest, depth + 1, bound, open))));
    return body;
  }

  private static Stmt block(List<Stmt> body) {
    return body.size() == 1 ? body.get(0) : new Stmt.Seq(body);
  }

  /** First and one past the last tap, for every bound whose outer variables are all known here. */
  private List<Stmt> clip(Nest nest, Set<String> known, List<Bound> open) {
    List<Stmt> lets = new ArrayList<>();
    for (Bound bound : List.copyOf(open)) {
      Axis tap = tap(nest, bound);
      Affine rest = bound.at().without(tap.name());
      if (known.containsAll(rest.terms().keySet())) {
        open.remove(bound);
        long step = bound.at().coefficient(tap.name());
        Expr first = over(max(affine(Affine.of(0).plus(rest, -1)), 0), step);
        Expr last = over(max(affine(Affine.of(bound.extent()).plus(rest, -1)), 0), step);
        limits.put(
            tap.name(),
            new Limits(
                named(tap.name() + "_from", first, lets),
                named(tap.name() + "_to", min(last, tap.extent()), lets)));
      }
    }
    return lets;
  }

  /** A limit as a variable; a number stays one. */
  private static Expr named(String name, Expr limit, List<Stmt> lets) {
    if (limit instanceof Expr.Int) {
      return limit;
    }
    lets.add(new Stmt.Let(Element.I16, name, limit, Optional.empty()));
    return new Expr.Var(name);
  }

  private static Axis tap(Nest nest, Bound bound) {
    return nest.reduce().stream()
        .filter(axis -> bound.at().coefficient(axis.name()) > 0)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no reduction axis in " + bound));
  }

  /** The quotient rounded up; the dividend is not negative. */
  private static Expr over(Expr value, long step) {
    if (step == 1) {
      return value;
    } else if (value instanceof Expr.Int number) {
      return new Expr.Int((number.value() + step - 1) / step);
    }
    Expr sum = new Expr.Bin(Expr.Op.ADD, value, new Expr.Int(step - 1), Element.I16);
    return new Expr.Bin(Expr.Op.DIV, sum, new Expr.Int(step), Element.I16);
  }

  private List<Stmt> point(Nest nest) {
    if (nest.reduce().isEmpty()) {
      Expr value = Expressions.replace(nest.result(), Nest.ACC, nest.init());
      return List.of(new Stmt.Store(nest.target(), nest.at(), value));
    }
    List<Stmt> body = new ArrayList<>();
    body.add(new Stmt.Let(nest.acc(), Nest.ACC, nest.init(), Optional.empty()));
    Stmt inner = accumulate(Nest.ACC, nest.op(), nest.term(), nest.acc());
    for (int i = nest.reduce().size() - 1; i >= 0; i--) {
      Axis axis = nest.reduce().get(i);
      Limits range =
          limits.getOrDefault(
              axis.name(), new Limits(new Expr.Int(0), new Expr.Int(axis.extent())));
      inner = new Stmt.For(axis.name(), range.from(), range.to(), inner);
    }
    body.add(inner);
    Expr result = nest.result();
    if (Expressions.usesTaps(result)) {
      Element type = Element.computing(Interval.of(Points.count(nest.reduce())));
      Expr taps = taps(nest, type);
      if (!(taps instanceof Expr.Int)) {
        body.add(new Stmt.Let(type, "taps", taps, Optional.empty()));
        taps = new Expr.Var("taps");
      }
      result = Expressions.replaceTaps(result, taps);
    }
    body.add(new Stmt.Store(nest.target(), nest.at(), result));
    return body;
  }

  private Expr taps(Nest nest, Element type) {
    long fixed = 1;
    Expr product = new Expr.Int(1);
    for (Axis axis : nest.reduce()) {
      Limits range =
          limits.getOrDefault(
              axis.name(), new Limits(new Expr.Int(0), new Expr.Int(axis.extent())));
      if (range.from() instanceof Expr.Int from && range.to() instanceof Expr.Int to) {
        fixed *= to.value() - from.value();
      } else {
        product =
            times(product, new Expr.Bin(Expr.Op.SUB, range.to(), range.from(), Element.I16), type);
      }
    }
    return times(product, new Expr.Int(fixed), type);
  }

  private static Expr times(Expr a, Expr b, Element type) {
    if (isOne(a)) {
      return b;
    }
    return isOne(b) ? a : new Expr.Bin(Expr.Op.MUL, a, b, type);
  }

  private static boolean isOne(Expr expr) {
    return expr instanceof Expr.Int number && number.value() == 1;
  }

  private static Expr affine(Affine at) {
    return at.terms().isEmpty() ? new Expr.Int(at.base()) : new Expr.Index(at);
  }

  private static Expr max(Expr a, long b) {
    return a instanceof Expr.Int number
        ? new Expr.Int(Math.max(number.value(), b))
        : new Expr.Bin(Expr.Op.MAX, a, new Expr.Int(b), Element.I16);
  }

  private static Expr min(Expr a, long b) {
    return a instanceof Expr.Int number
        ? new Expr.Int(Math.min(number.value(), b))
        : new Expr.Bin(Expr.Op.MIN, a, new Expr.Int(b), Element.I16);
  }
}
