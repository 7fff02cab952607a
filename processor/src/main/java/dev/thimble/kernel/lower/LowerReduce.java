package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Mean, sum, minimum and maximum over axes. */
final class LowerReduce implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Reduce operator = (Reduce) node.operator();
    Shape x = graph.in(node, 0).shape();
    List<Axis> out = new ArrayList<>();
    List<Axis> reduce = new ArrayList<>();
    Affine at = Affine.of(0);
    long stride = 1;
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      boolean reduced = operator.axes().contains(axis) || operator.axes().contains(axis - x.rank());
      if (x.extent(axis) > 1) {
        (reduced ? reduce : out).add(0, new Axis(Axes.name(axis), x.extent(axis)));
      }
      if (!reduced && x.extent(axis) > 1) {
        at = at.plus(Axes.name(axis), stride);
        stride *= x.extent(axis);
      }
    }
    Expr load = new Expr.Load(context.input(0), Axes.index(x));
    return new Stmt.Do(nest(node, operator.kind(), context, out, reduce, load, at));
  }

  private static Nest nest(
      Node node,
      Reduce.Kind kind,
      Context context,
      List<Axis> out,
      List<Axis> reduce,
      Expr load,
      Affine at) {
    Expr acc = new Expr.Var(Nest.ACC);
    boolean extreme = kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN;
    Expr term = load;
    Expr result = acc;
    Expr init = new Expr.Int(0);
    if (extreme) {
      Element element = context.input(0).element();
      init = new Expr.Int(kind == Reduce.Kind.MAX ? element.range().low() : element.range().high());
    } else if (node.arithmetic().orElseThrow() instanceof Arithmetic.Shifted rule) {
      result = LowerAffineMap.shifted(acc, rule);
    } else {
      Arithmetic.Scaled rule = (Arithmetic.Scaled) node.arithmetic().orElseThrow();
      term = Expr.sub(load, new Expr.Int(rule.inputZeroPoint()));
      result = context.scaled(acc, rule, Affine.of(0));
    }
    Expr.Op op = !extreme ? Expr.Op.ADD : kind == Reduce.Kind.MAX ? Expr.Op.MAX : Expr.Op.MIN;
    return new Nest(
        node.name(),
        out,
        Sums.atLeastOne(reduce),
        op,
        init,
        term,
        List.of(),
        Element.I64,
        result,
        context.output(),
        at);
  }
}
