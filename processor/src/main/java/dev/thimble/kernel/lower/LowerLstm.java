package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Interpolated;
import dev.thimble.graph.Arithmetic.Multiplied;
import dev.thimble.graph.Arithmetic.Recurrent;
import dev.thimble.graph.Arithmetic.Scaled;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Long short-term memories. The states are worked on where their last values are handed out: all
 * gates of a step are computed before either state changes.
 */
final class LowerLstm implements Lowering {
  private static final List<String> GATES = List.of("input", "forget", "fresh", "output");

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    int units = graph.in(node, Lstm.CELL).shape().extent(-1);
    int inputs = graph.in(node, 0).shape().extent(-1);
    int steps = graph.in(node, 0).shape().size() / inputs;
    List<Stmt> body = new ArrayList<>();
    body.add(copy(node, units, context.input(Lstm.HIDDEN), context.output(1)));
    body.add(copy(node, units, context.input(Lstm.CELL), context.output(2)));
    Affine step = steps > 1 ? Affine.of("step") : Affine.of(0);
    Stmt one = new Step(graph, node, context, units, inputs).at(step);
    body.add(steps > 1 ? Stmt.For.of(new Axis("step", steps), one) : one);
    return new Stmt.Seq(body);
  }

  private static Stmt copy(Node node, int units, Buffer from, Buffer to) {
    Affine u = Affine.of("u");
    List<Axis> axes = List.of(new Axis("u", units));
    return new Stmt.Do(Nest.map(node.name(), axes, new Expr.Load(from, u), to, u));
  }

  /** One step of the sequence. */
  private record Step(Graph graph, Node node, Context context, int units, int inputs) {
    Stmt at(Affine step) {
      Recurrent rule = (Recurrent) node.arithmetic().orElseThrow();
      Affine x = Affine.of("k").plus(step, inputs);
      List<Stmt> body = new ArrayList<>();
      List<Expr> gates = new ArrayList<>();
      Buffer sums =
          context.scratch("gates", Element.I16, GATES.size() * units, Element.I16.range());
      for (int gate = 0; gate < GATES.size(); gate++) {
        Expr.Load at = new Expr.Load(sums, Affine.of("u").plus((long) gate * units));
        body.add(weighted(rule.weights().get(gate), gate, x, at));
        body.add(recurrent(rule.recurrent().get(gate), gate, at));
        gates.add(at);
      }
      body.add(Stmt.For.of(new Axis("u", units), unit(rule, gates, step)));
      return new Stmt.Seq(body);
    }

    private Stmt weighted(Scaled rule, int gate, Affine at, Expr.Load sums) {
      Buffer bias =
          context.constant(GATES.get(gate) + "_bias", graph.in(node, Lstm.BIAS + gate).integers());
      return sum(
          rule,
          new Expr.Load(bias, Affine.of("u")),
          new Expr.Load(context.input(0), at),
          weight(GATES.get(gate) + "_weights", Lstm.WEIGHTS + gate, inputs),
          inputs,
          context.scaled(new Expr.Var(Nest.ACC), rule, Affine.of(0)),
          sums);
    }

    /** Adds what the hidden state contributes to what the input did; both were clamped before. */
    private Stmt recurrent(Scaled rule, int gate, Expr.Load sums) {
      Expr scaled = context.scaled(new Expr.Var(Nest.ACC), rule, Affine.of(0));
      return sum(
          rule,
          new Expr.Int(0),
          new Expr.Load(context.output(1), Affine.of("k")),
          weight(GATES.get(gate) + "_recurrent", Lstm.RECURRENT + gate, units),
          units,
          clamped(Expr.add(sums, scaled)),
          sums);
    }

    private Stmt sum(
        Scaled rule, Expr init, Expr x, Expr weight, int terms, Expr result, Expr.Load sums) {
      Expr term = Expr.mul(Expr.sub(x, new Expr.Int(rule.inputZeroPoint())), weight);
      return new Stmt.Do(
          Nest.sum(
              node.name(),
              List.of(new Axis("u", units)),
              List.of(new Axis("k", terms)),
              init,
              term,
              List.of(),
              result,
              sums.buffer(),
              sums.at()));
    }

    private Expr weight(String role, int input, int columns) {
      Buffer weights = context.constant(role, graph.in(node, input).integers());
      return new Expr.Load(weights, Affine.of("k").plus("u", columns));
    }

    private Stmt unit(Recurrent rule, List<Expr> gates, Affine step) {
      Buffer hidden = context.output(1);
      Buffer cell = context.output(2);
      Affine u = Affine.of("u");
      List<Stmt> body = new ArrayList<>();
      for (int gate = 0; gate < GATES.size(); gate++) {
        Interpolated function = gate == 2 ? rule.tanh() : rule.sigmoid();
        body.addAll(function(function, gates.get(gate), GATES.get(gate) + "_gate"));
      }
      Expr kept = product(rule.forget(), gate(1), new Expr.Load(cell, u));
      Expr next = clamped(Expr.add(kept, product(rule.input(), gate(0), gate(2))));
      int clip = rule.clip() > 0 ? rule.clip() : -Short.MIN_VALUE;
      body.add(Stmt.Let.of("next", new Expr.Clamp(next, -clip, clip)));
      body.add(new Stmt.Store(cell, u, new Expr.Var("next")));
      body.addAll(function(rule.cellTanh(), new Expr.Var("next"), "squashed"));
      body.add(Stmt.Let.of("shown", product(rule.output(), new Expr.Var("squashed"), gate(3))));
      body.add(new Stmt.Store(hidden, u, new Expr.Var("shown")));
      body.add(new Stmt.Store(context.output(0), u.plus(step, units), new Expr.Var("shown")));
      return new Stmt.Seq(body);
    }

    private List<Stmt> function(Interpolated rule, Expr x, String name) {
      return Interpolation.of(rule, context, "table", x, name);
    }
  }

  private static Expr gate(int gate) {
    return new Expr.Var(GATES.get(gate) + "_gate");
  }

  private static Expr product(Multiplied rule, Expr a, Expr b) {
    Expr scaled = Context.scaled(Expr.mul(a, b), rule.ratio(), rule.rounding());
    Expr zeroed = Expr.add(scaled, new Expr.Int(rule.output().zeroPoint()));
    return Context.clamp(zeroed, rule.output());
  }

  private static Expr clamped(Expr value) {
    return new Expr.Clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
