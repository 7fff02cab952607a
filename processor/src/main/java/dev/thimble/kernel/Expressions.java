package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Walks and rewrites of expressions. */
public final class Expressions {
  private Expressions() {}

  /** The direct parts of an expression. */
  public static List<Expr> parts(Expr expr) {
    if (expr instanceof Expr.Bin bin) {
      return List.of(bin.left(), bin.right());
    } else if (expr instanceof Expr.Select s) {
      return List.of(s.left(), s.right(), s.then(), s.otherwise());
    } else if (expr instanceof Expr.Clamp clamp) {
      return List.of(clamp.value());
    } else if (expr instanceof Expr.Wrap wrap) {
      return List.of(wrap.value());
    } else if (expr instanceof Expr.Requantise r) {
      return List.of(r.value(), r.multiplier(), r.shift());
    } else if (expr instanceof Expr.Lookup lookup) {
      return List.of(lookup.at());
    }
    return List.of();
  }

  /** The expression with each direct part replaced. */
  public static Expr map(Expr expr, Function<Expr, Expr> f) {
    if (expr instanceof Expr.Bin bin) {
      return new Expr.Bin(bin.op(), f.apply(bin.left()), f.apply(bin.right()), bin.type());
    } else if (expr instanceof Expr.Select s) {
      return new Expr.Select(
          s.relation(),
          f.apply(s.left()),
          f.apply(s.right()),
          f.apply(s.then()),
          f.apply(s.otherwise()));
    } else if (expr instanceof Expr.Clamp clamp) {
      return new Expr.Clamp(f.apply(clamp.value()), clamp.low(), clamp.high());
    } else if (expr instanceof Expr.Wrap wrap) {
      return new Expr.Wrap(f.apply(wrap.value()), wrap.type());
    } else if (expr instanceof Expr.Requantise r) {
      return new Expr.Requantise(
          f.apply(r.value()),
          f.apply(r.multiplier()),
          f.apply(r.shift()),
          r.rounding(),
          r.type(),
          r.result());
    } else if (expr instanceof Expr.Lookup lookup) {
      return new Expr.Lookup(lookup.buffer(), f.apply(lookup.at()));
    }
    return expr;
  }

  /** All loads at affine indices in the expression. */
  public static List<Expr.Load> loads(Expr expr) {
    List<Expr.Load> found = new ArrayList<>();
    collect(expr, found);
    return found;
  }

  private static void collect(Expr expr, List<Expr.Load> found) {
    if (expr instanceof Expr.Load load) {
      found.add(load);
    }
    parts(expr).forEach(part -> collect(part, found));
  }

  /** Whether the expression reads the array at a computed index. */
  public static boolean looksUp(Expr expr, Buffer buffer) {
    return expr instanceof Expr.Lookup lookup && lookup.buffer().equals(buffer)
        || parts(expr).stream().anyMatch(part -> looksUp(part, buffer));
  }

  /** The expression with loop variables replaced by indices. */
  public static Expr substitute(Expr expr, Map<String, Affine> replacements) {
    if (expr instanceof Expr.Load load) {
      return new Expr.Load(load.buffer(), load.at().substitute(replacements));
    } else if (expr instanceof Expr.Index index) {
      return new Expr.Index(index.at().substitute(replacements));
    }
    return map(expr, part -> substitute(part, replacements));
  }

  /** The expression with a local variable replaced. */
  public static Expr replace(Expr expr, String variable, Expr by) {
    if (expr instanceof Expr.Var v && v.name().equals(variable)) {
      return by;
    }
    return map(expr, part -> replace(part, variable, by));
  }

  /** The expression with the number of taps replaced. */
  public static Expr replaceTaps(Expr expr, Expr by) {
    if (expr instanceof Expr.Bin half
        && half.op() == Expr.Op.DIV
        && half.left() instanceof Expr.Taps
        && half.right() instanceof Expr.Int two
        && by instanceof Expr.Int taps) {
      return new Expr.Int(taps.value() / two.value());
    }
    return expr instanceof Expr.Taps ? by : map(expr, part -> replaceTaps(part, by));
  }

  /** Whether the expression speaks of the number of taps. */
  static boolean usesTaps(Expr expr) {
    return expr instanceof Expr.Taps || parts(expr).stream().anyMatch(Expressions::usesTaps);
  }
}
