package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic.Interpolated;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.Arithmetic.Stepwise;
import dev.thimble.graph.Cell;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The states of a recurrent layer, and what becomes of one unit's sums. */
final class RecurrentUnit {
  /** Fraction bits of what sigmoid and tanh give. */
  private static final int ONE_BITS = 15;

  /** Fraction bits of FastGRNN's share of the new state, which may be nearly 2. */
  private static final int SHARE_BITS = 14;

  private static final Affine U = Affine.of("u");

  /** Makes an array of 16-bit numbers that lives while the kernel runs. */
  interface Words {
    Buffer of(String role, int length);
  }

  private final Graph graph;
  private final Node node;
  private final Context context;
  private final Recurrence layer;
  private final Stepwise rule;
  private final Buffer sums;
  private final int units;
  private final Buffer hidden;
  private final Buffer memory;
  private final Buffer shown;
  private final Buffer candidate;

  RecurrentUnit(Graph graph, Node node, Context context, Buffer sums, int units, Words words) {
    this.graph = graph;
    this.node = node;
    this.context = context;
    this.sums = sums;
    this.units = units;
    layer = (Recurrence) node.operator();
    rule = (Stepwise) node.arithmetic().orElseThrow();
    hidden = layer.stateful() ? context.output(Recurrence.HIDDEN) : words.of("hidden", units);
    boolean lstm = layer.cell() == Cell.LSTM;
    memory = !lstm ? hidden : state(words);
    shown = layer.sequence() ? bytes("shown") : context.output();
    candidate =
        switch (layer.cell()) {
          case GRU -> words.of("candidate", units);
          case GRU_RESET_BEFORE -> bytes("candidate");
          default -> sums;
        };
  }

  private Buffer state(Words words) {
    return layer.stateful() ? context.output(Recurrence.MEMORY) : words.of("memory", units);
  }

  private Buffer bytes(String role) {
    return context.scratch(role, Element.I8, units, Element.I8.range());
  }

  /** What was shown last, in bytes. */
  Buffer shown() {
    return shown;
  }

  /** A GRU's recurrent sums of the candidate, or the bytes that these are made of. */
  Buffer candidate() {
    return candidate;
  }

  /** The states before the first step. */
  List<Stmt> start() {
    List<Stmt> body = new ArrayList<>();
    if (layer.stateful()) {
      Expr before = bytes(new Expr.Load(hidden, U));
      body.add(map(before, shown));
      return body;
    }
    body.add(new Stmt.Fill(hidden, Affine.of(0), units, 0));
    if (layer.cell() == Cell.LSTM) {
      body.add(new Stmt.Fill(memory, Affine.of(0), units, 0));
    }
    body.add(new Stmt.Fill(shown, Affine.of(0), units, rule.output().zeroPoint()));
    return body;
  }

  private Stmt map(Expr value, Buffer target) {
    return new Stmt.Do(Nest.map(node.name(), List.of(new Axis("u", units)), value, target, U));
  }

  /** A hidden state as it is shown. */
  private Expr bytes(Expr state) {
    Expr scaled = Context.scaled(state, rule.shown(), Rounding.SINGLE);
    return Context.clamp(Expr.add(scaled, new Expr.Int(rule.output().zeroPoint())), rule.output());
  }

  /** Shows the new states, after all units have theirs. */
  Stmt show(Affine step) {
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("given", bytes(new Expr.Load(hidden, U))));
    body.add(new Stmt.Store(shown, U, new Expr.Var("given")));
    if (layer.sequence()) {
      body.add(new Stmt.Store(context.output(), U.plus(step, units), new Expr.Var("given")));
    }
    return Stmt.For.of(new Axis("u", units), new Stmt.Seq(body));
  }

  /** The states that a GRU's reset gates let through, in bytes. */
  Stmt resetStates() {
    List<Stmt> body = new ArrayList<>(gate("reset", gateSum(0), rule.sigmoid()));
    Expr product = Expr.mul(new Expr.Var("reset"), new Expr.Load(hidden, U));
    body.add(Stmt.Let.of("left", rounded(product, ONE_BITS)));
    body.add(new Stmt.Store(candidate, U, bytes(clamped(new Expr.Var("left")))));
    return Stmt.For.of(new Axis("u", units), new Stmt.Seq(body));
  }

  /** The new states of unit {@code u}. */
  Stmt next() {
    List<Stmt> body =
        switch (layer.cell()) {
          case TANH -> gate("next", gateSum(0), rule.tanh());
          case RELU -> List.of(Stmt.Let.of("next", relu()));
          case GRU, GRU_RESET_BEFORE -> gru();
          case LSTM -> lstm();
          case FAST_GRNN -> fast();
        };
    List<Stmt> all = new ArrayList<>(body);
    all.add(new Stmt.Store(hidden, U, clamped(new Expr.Var("next"))));
    return new Stmt.Seq(all);
  }

  private Expr gateSum(int gate) {
    return new Expr.Load(sums, U.plus((long) gate * units));
  }

  private List<Stmt> gate(String name, Expr x, Interpolated function) {
    return Interpolation.of(function, context, "table", x, name);
  }

  private Expr relu() {
    return new Expr.Clamp(gateSum(0), 0, Short.MAX_VALUE);
  }

  private List<Stmt> gru() {
    List<Stmt> body = new ArrayList<>();
    Expr fresh = gateSum(2);
    if (layer.cell() == Cell.GRU) {
      body.addAll(gate("reset", gateSum(0), rule.sigmoid()));
      Expr let = rounded(Expr.mul(new Expr.Var("reset"), new Expr.Load(candidate, U)), ONE_BITS);
      fresh = clamped(Expr.add(fresh, let));
    }
    body.add(Stmt.Let.of("fresh_sum", fresh));
    body.addAll(gate("update", gateSum(1), rule.sigmoid()));
    body.addAll(gate("fresh", new Expr.Var("fresh_sum"), rule.tanh()));
    Expr update = new Expr.Var("update");
    Expr old = Expr.mul(update, new Expr.Load(hidden, U));
    Expr rest = Expr.sub(new Expr.Int(1L << ONE_BITS), update);
    Expr both = Expr.add(old, Expr.mul(rest, new Expr.Var("fresh")));
    body.add(Stmt.Let.of("next", rounded(both, ONE_BITS)));
    return body;
  }

  private List<Stmt> lstm() {
    List<Stmt> body = new ArrayList<>();
    body.addAll(gate("input_gate", gateSum(0), rule.sigmoid()));
    body.addAll(gate("forget_gate", gateSum(1), rule.sigmoid()));
    body.addAll(gate("fresh", gateSum(2), rule.tanh()));
    body.addAll(gate("output_gate", gateSum(3), rule.sigmoid()));
    Expr kept = rounded(Expr.mul(new Expr.Var("forget_gate"), new Expr.Load(memory, U)), ONE_BITS);
    Expr come = Expr.mul(new Expr.Var("input_gate"), new Expr.Var("fresh"));
    Expr added = rounded(come, 2 * ONE_BITS - Stepwise.MEMORY_BITS);
    body.add(Stmt.Let.of("kept", clamped(Expr.add(kept, added))));
    body.add(new Stmt.Store(memory, U, new Expr.Var("kept")));
    body.addAll(gate("squashed", new Expr.Var("kept"), rule.cellTanh()));
    Expr shownNow = Expr.mul(new Expr.Var("output_gate"), new Expr.Var("squashed"));
    body.add(Stmt.Let.of("next", rounded(shownNow, ONE_BITS)));
    return body;
  }

  private List<Stmt> fast() {
    List<Stmt> body = new ArrayList<>();
    body.addAll(gate("update", biased(Recurrence.BIAS), rule.sigmoid()));
    body.addAll(gate("fresh", biased(Recurrence.RECURRENT_BIAS), rule.tanh()));
    Expr rest = Expr.sub(new Expr.Int(1L << ONE_BITS), new Expr.Var("update"));
    Expr zeta = rounded(Expr.mul(rest, new Expr.Int(rule.zeta())), ONE_BITS);
    body.add(Stmt.Let.of("part", Expr.add(zeta, new Expr.Int(rule.nu()))));
    Expr come = Expr.mul(new Expr.Var("part"), new Expr.Var("fresh"));
    Expr kept = rounded(Expr.mul(new Expr.Var("update"), new Expr.Load(hidden, U)), ONE_BITS);
    Expr added = rounded(come, SHARE_BITS + rule.hiddenShift());
    body.add(Stmt.Let.of("next", Expr.add(kept, added)));
    return body;
  }

  /** FastGRNN's one sum with the bias of a gate. */
  private Expr biased(int position) {
    String role = position == Recurrence.BIAS ? "update_bias" : "fresh_bias";
    Expr bias = context.perChannel(role, graph.in(node, position).integers(), U);
    return clamped(Expr.add(gateSum(0), bias));
  }

  static Expr rounded(Expr value, int shift) {
    Expr half = Expr.add(value, new Expr.Int(1L << (shift - 1)));
    return Expr.bin(Op.SHR, half, new Expr.Int(shift));
  }

  static Expr clamped(Expr value) {
    return new Expr.Clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
