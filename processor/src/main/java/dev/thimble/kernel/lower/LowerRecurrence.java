package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Scaled;
import dev.thimble.graph.Arithmetic.Stepwise;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
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
 * Recurrent layers: for each step the sums over the input, the sums over what was shown last, then
 * unit by unit the new states. All sums of a step are there before a state changes.
 */
final class LowerRecurrence implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    return new Layer(graph, node, context).body();
  }

  /** One layer while it is lowered. */
  private static final class Layer {
    private final Graph graph;
    private final Node node;
    private final Context context;
    private final Recurrence layer;
    private final Stepwise rule;
    private final int units;
    private final int inputs;
    private final Buffer sums;
    private final RecurrentUnit unit;

    Layer(Graph graph, Node node, Context context) {
      this.graph = graph;
      this.node = node;
      this.context = context;
      layer = (Recurrence) node.operator();
      rule = (Stepwise) node.arithmetic().orElseThrow();
      units = Recurrence.units(graph.in(node, Recurrence.RECURRENT).shape());
      inputs = graph.in(node, 0).shape().extent(-1);
      sums = words("sums", units * layer.cell().gates());
      unit = new RecurrentUnit(graph, node, context, sums, units, this::words);
    }

    private Buffer words(String role, int length) {
      return context.scratch(role, Element.I16, length, Element.I16.range());
    }

    Stmt body() {
      List<Stmt> body = new ArrayList<>(unit.start());
      int steps = graph.in(node, 0).shape().extent(-2);
      Affine step = steps > 1 ? Affine.of("step") : Affine.of(0);
      Affine at = layer.backwards() ? Affine.of(steps - 1L).plus(step, -1) : step;
      Stmt one = step(at);
      body.add(steps > 1 ? Stmt.For.of(new Axis("step", steps), one) : one);
      return new Stmt.Seq(body);
    }

    private Stmt step(Affine at) {
      int rows = units * layer.cell().gates();
      List<Stmt> body = new ArrayList<>();
      Affine x = Affine.of("k").plus(at, inputs);
      Expr first = new Expr.Load(context.input(0), x);
      body.add(sum(Recurrence.WEIGHTS, rule.input(), first, 0, rows, sums));
      Expr shown = new Expr.Load(unit.shown(), Affine.of("k"));
      boolean reset = layer.cell() == Cell.GRU || layer.cell() == Cell.GRU_RESET_BEFORE;
      int added = reset ? 2 * units : rows;
      body.add(sum(Recurrence.RECURRENT, rule.recurrent(), shown, 0, added, sums));
      if (layer.cell() == Cell.GRU) {
        body.add(
            sum(Recurrence.RECURRENT, rule.recurrent(), shown, added, units, unit.candidate()));
      } else if (layer.cell() == Cell.GRU_RESET_BEFORE) {
        body.add(unit.resetStates());
        Expr kept = new Expr.Load(unit.candidate(), Affine.of("k"));
        body.add(sum(Recurrence.RECURRENT, rule.recurrent(), kept, added, units, sums));
      }
      body.add(Stmt.For.of(new Axis("u", units), unit.next()));
      body.add(unit.show(at));
      return new Stmt.Seq(body);
    }

    /**
     * Sums of rows. Those over what was shown are added to what the input gave, unless they have an
     * array of their own.
     */
    private Stmt sum(int weights, Scaled scaled, Expr x, int from, int rows, Buffer target) {
      boolean recurrent = weights == Recurrence.RECURRENT;
      Shape shape = graph.in(node, weights).shape();
      Affine row = Affine.of("row").plus(from);
      Affine at = Affine.of("k").plus(row, shape.extent(1));
      Buffer matrix = context.weights(recurrent ? "recurrent" : "weights", weights);
      int bias = recurrent ? Recurrence.RECURRENT_BIAS : Recurrence.BIAS;
      String role = recurrent ? "recurrent_bias" : "bias";
      // FastGRNN's biases belong to its gates.
      Expr start =
          layer.cell() == Cell.FAST_GRNN
              ? new Expr.Int(0)
              : context.perChannel(role, graph.in(node, bias).integers(), row);
      Expr term =
          Expr.mul(Expr.sub(x, new Expr.Int(scaled.inputZeroPoint())), new Expr.Load(matrix, at));
      Affine to = target.equals(sums) ? row : Affine.of("row");
      Expr result = ratio(scaled, role, row);
      if (recurrent && target.equals(sums)) {
        result = RecurrentUnit.clamped(Expr.add(new Expr.Load(sums, to), result));
      }
      return new Stmt.Do(
          Nest.sum(
              node.name(),
              List.of(new Axis("row", rows)),
              List.of(new Axis("k", shape.extent(1))),
              start,
              term,
              List.of(),
              result,
              target,
              to));
    }

    /** The accumulator with 12 fraction bits; both matrices have multipliers of their own. */
    private Expr ratio(Scaled scaled, String role, Affine row) {
      long[] multipliers = scaled.ratios().stream().mapToLong(r -> r.multiplier()).toArray();
      Expr product =
          Expr.requantise(
              new Expr.Var(Nest.ACC),
              context.perChannel(role + "_multipliers", multipliers, row),
              new Expr.Int(scaled.ratios().get(0).shift()),
              scaled.rounding());
      return Context.clamp(product, scaled.output());
    }
  }
}
