package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Functions of one element: a table where there are few inputs, a ratio where it is only a change
 * of scale.
 */
final class LowerUnary implements Lowering {
  /** Twenty bits of a reciprocal root's 31 stand behind the point. */
  private static final int ROOT_SHIFT = 31 - 20;

  private static final int MOST = Short.MAX_VALUE;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape shape = graph.out(node).shape();
    Affine i = Axes.flatIndex(shape);
    Expr x = new Expr.Load(context.input(0), i);
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Interpolated rule) {
      return each(Interpolation.of(rule, context, "table", x, "value"), context, shape);
    }
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Looked rule) {
      return each(Interpolation.lookup(context, "table", rule.table(), x, "value"), context, shape);
    }
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.InverseRoots rule) {
      return each(inverseRoots(rule, x), context, shape);
    }
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Roots rule) {
      return each(roots(rule, context, x), context, shape);
    }
    if (node.arithmetic().orElseThrow() instanceof Arithmetic.Curve rule) {
      return Curve.of(rule, context, x, Axes.flat(shape), i);
    }
    return new Stmt.Do(
        Nest.map(
            node.name(), Axes.flat(shape), value(graph, node, x, context), context.output(), i));
  }

  /** Statements that leave an output in {@code value}, for each element. */
  private static Stmt each(List<Stmt> statements, Context context, Shape shape) {
    List<Stmt> body = new ArrayList<>(statements);
    body.add(new Stmt.Store(context.output(), Axes.flatIndex(shape), new Expr.Var("value")));
    Stmt each = new Stmt.Seq(body);
    List<Axis> flat = Axes.flat(shape);
    return flat.isEmpty() ? each : Stmt.For.of(flat.get(0), each);
  }

  private static List<Stmt> inverseRoots(Arithmetic.InverseRoots rule, Expr x) {
    Expr centred = Expr.sub(x, new Expr.Int(rule.inputZeroPoint()));
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("centred", centred));
    body.addAll(InverseRoot.of(new Expr.Var("centred")));
    Expr shift = Expr.add(new Expr.Var(InverseRoot.SHIFT), new Expr.Int(ROOT_SHIFT));
    Expr root =
        Expr.requantise(new Expr.Int(1), new Expr.Var(InverseRoot.ROOT), shift, Rounding.DOUBLE);
    Expr scaled =
        Expr.add(
            Context.scaled(root, rule.ratio(), Rounding.DOUBLE),
            new Expr.Int(rule.output().zeroPoint()));
    Expr value =
        new Expr.Select(
            Expr.Relation.GT,
            new Expr.Var("centred"),
            new Expr.Int(0),
            Context.clamp(scaled, rule.output()),
            new Expr.Int(rule.output().high()));
    body.add(Stmt.Let.of("value", value));
    return body;
  }

  private static List<Stmt> roots(Arithmetic.Roots rule, Context context, Expr x) {
    Expr positive = new Expr.Clamp(x, 0, Short.MAX_VALUE);
    Expr product = Expr.mul(positive, new Expr.Int(rule.ratio().multiplier()));
    Expr number = Expr.bin(Expr.Op.SHR, product, new Expr.Int(rule.ratio().shift()));
    List<Stmt> body = new ArrayList<>(SquareRoot.down("root", number));
    corrected(rule.more(), context, "more", x, 1).ifPresent(body::add);
    corrected(rule.less(), context, "less", x, -1).ifPresent(body::add);
    body.add(Stmt.Let.of("value", Context.clamp(new Expr.Var("root"), rule.output())));
    return body;
  }

  private static Optional<Stmt> corrected(
      List<Integer> inputs, Context context, String name, Expr x, int by) {
    if (inputs.isEmpty()) {
      return Optional.empty();
    }
    Buffer list = context.constant(name, inputs);
    Expr one = new Expr.Lookup(list, new Expr.Var("n"));
    Stmt compare = new Stmt.If(Expr.Relation.EQ, x, one, SquareRoot.moved("root", by));
    return Optional.of(Stmt.For.of(new Axis("n", inputs.size()), compare));
  }

  private static Expr value(Graph graph, Node node, Expr x, Context context) {
    Arithmetic arithmetic = node.arithmetic().orElseThrow();
    if (arithmetic instanceof Arithmetic.Moved) {
      Expr turned = Expr.sub(new Expr.Int(0), x);
      boolean word = graph.out(node).element() == ElementType.INT16;
      return word ? new Expr.Clamp(turned, -MOST, MOST) : turned;
    } else if (arithmetic instanceof Arithmetic.Exact) {
      Expr least = new Expr.Int(Short.MIN_VALUE);
      Expr turned = new Expr.Clamp(Expr.sub(new Expr.Int(0), x), -MOST, MOST);
      return new Expr.Select(Expr.Relation.EQ, x, least, least, turned);
    } else if (arithmetic instanceof Arithmetic.Table table) {
      Expr entry = Expr.sub(x, new Expr.Int(table.first()));
      return new Expr.Lookup(context.constant("table", table.entries()), entry);
    } else if (arithmetic instanceof Arithmetic.Pooled rule) {
      return Context.clamp(x, rule.output());
    } else if (arithmetic instanceof Arithmetic.Truncated rule) {
      return truncated(rule, x);
    } else if (arithmetic instanceof Arithmetic.Scaled rule) {
      Expr centred = Expr.sub(x, new Expr.Int(rule.inputZeroPoint()));
      return context.scaled(centred, rule, Affine.of(0));
    } else if (arithmetic instanceof Arithmetic.Rescaled rule) {
      boolean magnitude = ((Unary) node.operator()).kind() == Unary.Kind.ABS;
      return magnitude ? magnitude(rule, x) : rescaled(rule, x);
    }
    throw new IllegalArgumentException("a function of one element by " + arithmetic);
  }

  private static Expr truncated(Arithmetic.Truncated rule, Expr x) {
    Expr zero = new Expr.Int(rule.inputZeroPoint());
    Expr centred = Expr.sub(x, zero);
    Expr below = Expr.sub(new Expr.Int(0), down(rule.ratio(), Expr.sub(zero, x)));
    Expr above = down(rule.ratio(), centred);
    Expr value = new Expr.Select(Expr.Relation.GE, centred, new Expr.Int(0), above, below);
    return Context.clamp(value, rule.output());
  }

  private static Expr down(Arithmetic.Ratio ratio, Expr size) {
    Expr product = Expr.mul(size, new Expr.Int(ratio.multiplier()));
    return ratio.shift() == 0
        ? product
        : Expr.bin(Expr.Op.SHR, product, new Expr.Int(ratio.shift()));
  }

  private static Expr magnitude(Arithmetic.Rescaled rule, Expr x) {
    Expr zero = new Expr.Int(rule.inputZeroPoint());
    Expr centred = Expr.sub(x, zero);
    Expr size =
        new Expr.Select(Expr.Relation.GE, centred, new Expr.Int(0), centred, Expr.sub(zero, x));
    Expr scaled = Context.scaled(size, rule.positive(), rule.rounding());
    return Context.clamp(Expr.add(scaled, new Expr.Int(rule.output().zeroPoint())), rule.output());
  }

  private static Expr below(Arithmetic.Rescaled rule, Expr x, Expr centred) {
    Arithmetic.Ratio ratio = rule.negative();
    if (ratio.multiplier() >= 0) {
      return Context.scaled(centred, ratio, rule.rounding());
    }
    Expr turned = Expr.sub(new Expr.Int(rule.inputZeroPoint()), x);
    Arithmetic.Ratio size = new Arithmetic.Ratio(-ratio.multiplier(), ratio.shift());
    return Context.scaled(turned, size, rule.rounding());
  }

  private static Expr rescaled(Arithmetic.Rescaled rule, Expr x) {
    Expr centred = Expr.sub(x, new Expr.Int(rule.inputZeroPoint()));
    Expr scaled = Context.scaled(centred, rule.positive(), rule.rounding());
    if (!rule.positive().equals(rule.negative())) {
      Expr negative = below(rule, x, centred);
      // Not x itself: compilers warn where the zero point is the least of its type.
      scaled = new Expr.Select(Expr.Relation.GE, centred, new Expr.Int(0), scaled, negative);
    }
    Expr zeroed = Expr.add(scaled, new Expr.Int(rule.output().zeroPoint()));
    return Context.clamp(zeroed, rule.output());
  }
}
