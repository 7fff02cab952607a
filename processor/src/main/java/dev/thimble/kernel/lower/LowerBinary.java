package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.List;

/** Two tensors element by element. */
final class LowerBinary implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape left = graph.in(node, 0).shape();
    Shape right = graph.in(node, 1).shape();
    Shape out = graph.out(node).shape();
    boolean flat = left.elements() == out.elements() && right.elements() == out.elements();
    List<Axis> axes = flat ? Axes.flat(out) : Axes.of(out);
    Affine i = Axes.flatIndex(out);
    Expr a = new Expr.Load(context.input(0), flat ? i : Axes.broadcast(left, out));
    Expr b = new Expr.Load(context.input(1), flat ? i : Axes.broadcast(right, out));
    Affine at = flat ? i : Axes.index(out);
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Divided rule) {
      return Division.of(rule, context, axes, a, b, at);
    }
    Expr value = value(((Binary) node.operator()).kind(), node.arithmetic().orElseThrow(), a, b);
    return new Stmt.Do(Nest.map(node.name(), axes, value, context.output(), at));
  }

  private static Expr value(Binary.Kind kind, Arithmetic arithmetic, Expr a, Expr b) {
    if (arithmetic instanceof Arithmetic.WeightedSum rule) {
      return weighted(rule, a, b);
    } else if (arithmetic instanceof Arithmetic.Summed rule) {
      return summed(kind, rule, a, b);
    } else if (arithmetic instanceof Arithmetic.Shifted rule) {
      return LowerAffineMap.shifted(Expr.mul(a, b), rule);
    } else if (arithmetic instanceof Arithmetic.Multiplied rule) {
      Expr product =
          Expr.mul(
              Expr.sub(a, new Expr.Int(rule.leftZeroPoint())),
              Expr.sub(b, new Expr.Int(rule.rightZeroPoint())));
      return zeroed(Context.scaled(product, rule.ratio(), rule.rounding()), rule.output());
    } else if (kind == Binary.Kind.MAXIMUM || kind == Binary.Kind.MINIMUM) {
      return Expr.bin(kind == Binary.Kind.MAXIMUM ? Expr.Op.MAX : Expr.Op.MIN, a, b);
    }
    throw new IllegalArgumentException(kind + " by " + arithmetic);
  }

  private static Expr weighted(Arithmetic.WeightedSum rule, Expr a, Expr b) {
    Expr products =
        Expr.add(Expr.mul(a, new Expr.Int(rule.left())), Expr.mul(b, new Expr.Int(rule.right())));
    Expr sum = Expr.add(products, new Expr.Int(rule.constant()));
    return Context.clamp(Expr.bin(Expr.Op.SHR, sum, new Expr.Int(rule.shift())), rule.output());
  }

  private static Expr summed(Binary.Kind kind, Arithmetic.Summed rule, Expr a, Expr b) {
    Expr left = scaled(a, rule.leftZeroPoint(), rule.left(), rule);
    Expr right = scaled(b, rule.rightZeroPoint(), rule.right(), rule);
    Expr sum = kind == Binary.Kind.ADD ? Expr.add(left, right) : Expr.sub(left, right);
    if (kind == Binary.Kind.SQUARED_DIFFERENCE) {
      sum = Expr.mul(sum, sum);
    }
    return zeroed(Context.scaled(sum, rule.out(), rule.rounding()), rule.output());
  }

  private static Expr scaled(
      Expr value, int zeroPoint, Arithmetic.Ratio ratio, Arithmetic.Summed rule) {
    Expr shifted =
        Expr.mul(Expr.sub(value, new Expr.Int(zeroPoint)), new Expr.Int(1L << rule.preShift()));
    return Context.scaled(shifted, ratio, rule.rounding());
  }

  private static Expr zeroed(Expr value, Arithmetic.Range range) {
    return Context.clamp(Expr.add(value, new Expr.Int(range.zeroPoint())), range);
  }
}
