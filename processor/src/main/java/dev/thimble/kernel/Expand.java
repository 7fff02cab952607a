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
      return new Stmt.Seq(seq.body().stream().map(Expand::loops).toList());
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
    Stmt all = block(body);
    return body.stream().anyMatch(s -> s instanceof Stmt.Let) ? new Stmt.Block(all) : all;
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
        String from = tap.name() + "_from";
        String to = tap.name() + "_to";
        Expr first = over(max(new Expr.Int(0), affine(Affine.of(0).plus(rest, -1))), step);
        Expr last =
            over(max(new Expr.Int(0), affine(Affine.of(bound.extent()).plus(rest, -1))), step);
        lets.add(new Stmt.Let(Element.I16, from, first, Optional.empty()));
        lets.add(
            new Stmt.Let(Element.I16, to, min(new Expr.Int(tap.extent()), last), Optional.empty()));
        limits.put(tap.name(), new Limits(new Expr.Var(from), new Expr.Var(to)));
      }
    }
    return lets;
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
      body.add(new Stmt.Let(type, "taps", taps(nest, type), Optional.empty()));
      result = Expressions.replaceTaps(result, new Expr.Var("taps"));
    }
    body.add(new Stmt.Store(nest.target(), nest.at(), result));
    return body;
  }

  private Expr taps(Nest nest, Element type) {
    Expr product = new Expr.Int(1);
    for (Axis axis : nest.reduce()) {
      Limits range = limits.get(axis.name());
      Expr count =
          range == null
              ? new Expr.Int(axis.extent())
              : new Expr.Bin(Expr.Op.SUB, range.to(), range.from(), Element.I16);
      product =
          product instanceof Expr.Int one && one.value() == 1
              ? count
              : new Expr.Bin(Expr.Op.MUL, product, count, type);
    }
    return product;
  }

  private static Expr affine(Affine at) {
    return at.terms().isEmpty() ? new Expr.Int(at.base()) : new Expr.Index(at);
  }

  private static Expr max(Expr a, Expr b) {
    return new Expr.Bin(Expr.Op.MAX, a, b, Element.I16);
  }

  private static Expr min(Expr a, Expr b) {
    return new Expr.Bin(Expr.Op.MIN, a, b, Element.I16);
  }
}
