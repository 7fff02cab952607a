package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Filtered;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Svdf;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters with a memory: the state moves on by one feature of each filter, the new features come
 * in, and each unit weighs what its filters remember.
 */
final class LowerSvdf implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Shape feature = graph.in(node, Svdf.FEATURE).shape();
    int filters = feature.extent(0);
    int memory = graph.in(node, Svdf.TIME).shape().extent(1);
    Filtered rule = (Filtered) node.arithmetic().orElseThrow();
    List<Stmt> body = new ArrayList<>();
    Affine f = filters > 1 ? Affine.of("f") : Affine.of(0);
    if (memory > 1) {
      body.add(moved(node, context, filters, memory, f));
    }
    body.add(features(graph, node, context, rule, f));
    body.add(units(graph, node, context, rule));
    return new Stmt.Seq(body);
  }

  private static Stmt moved(Node node, Context context, int filters, int memory, Affine f) {
    List<Axis> axes = new ArrayList<>();
    Sums.addIfMany(axes, "f", filters);
    Sums.addIfMany(axes, "m", memory - 1);
    Affine at = (memory > 2 ? Affine.of("m") : Affine.of(0)).plus(f, memory);
    Expr next = new Expr.Load(context.input(Svdf.STATE), at.plus(1));
    return new Stmt.Do(Nest.map(node.name(), axes, next, context.output(1), at));
  }

  private static Stmt features(Graph graph, Node node, Context context, Filtered rule, Affine f) {
    Shape feature = graph.in(node, Svdf.FEATURE).shape();
    int memory = graph.in(node, Svdf.TIME).shape().extent(1);
    List<Axis> axes = new ArrayList<>();
    Sums.addIfMany(axes, "f", feature.extent(0));
    Affine k = Affine.of("k");
    Expr x = new Expr.Load(context.input(0), k);
    Buffer weights = context.constant("feature", graph.in(node, Svdf.FEATURE).integers());
    Expr weight = new Expr.Load(weights, k.plus(f, feature.extent(1)));
    Expr term = Expr.mul(Expr.sub(x, new Expr.Int(rule.inputZeroPoint())), weight);
    Expr scaled = Context.scaled(new Expr.Var(Nest.ACC), rule.feature(), rule.rounding());
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            axes,
            List.of(new Axis("k", feature.extent(1))),
            new Expr.Int(0),
            term,
            List.of(),
            wrapped(Context.clamp(scaled, rule.state()), rule.state()),
            context.output(1),
            Affine.of(memory - 1).plus(f, memory)));
  }

  /** The feature with its zero point, which may push it around the end of the type. */
  private static Expr wrapped(Expr clamped, Range state) {
    long zero = state.zeroPoint();
    if (zero == 0) {
      return clamped;
    }
    long span = (long) state.high() - state.low() + 1;
    long end = zero > 0 ? state.high() - zero : state.low() - zero;
    Expr around = Expr.add(clamped, new Expr.Int(zero > 0 ? zero - span : zero + span));
    Expr value =
        new Expr.Select(
            zero > 0 ? Relation.GT : Relation.LT,
            clamped,
            new Expr.Int(end),
            around,
            Expr.add(clamped, new Expr.Int(zero)));
    return Context.clamp(value, state);
  }

  private static Stmt units(Graph graph, Node node, Context context, Filtered rule) {
    Shape time = graph.in(node, Svdf.TIME).shape();
    int units = graph.out(node).shape().extent(-1);
    int taps = time.size() / units;
    List<Axis> axes = new ArrayList<>();
    Sums.addIfMany(axes, "u", units);
    Affine u = units > 1 ? Affine.of("u") : Affine.of(0);
    Affine at = Affine.of("k").plus(u, taps);
    Buffer weights = context.constant("time", graph.in(node, Svdf.TIME).integers());
    Expr state = new Expr.Load(context.output(1), at);
    Expr term =
        Expr.mul(
            Expr.sub(state, new Expr.Int(rule.state().zeroPoint())), new Expr.Load(weights, at));
    Expr bias =
        graph
            .input(node, Svdf.BIAS)
            .map(b -> context.perChannel("bias", b.integers(), u))
            .orElse(new Expr.Int(0));
    Expr scaled = Context.scaled(new Expr.Var(Nest.ACC), rule.time(), rule.rounding());
    Expr zeroed = Expr.add(scaled, new Expr.Int(rule.output().zeroPoint()));
    return new Stmt.Do(
        Nest.sum(
            node.name(),
            axes,
            List.of(new Axis("k", taps)),
            bias,
            term,
            List.of(),
            Context.clamp(zeroed, rule.output()),
            context.output(),
            u));
  }
}
