package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * The Fourier transform in place in its result. Products are taken from their upper 16 bits, which
 * halves them for nothing; butterflies by 1 and by -i have no products at all.
 */
final class LowerHalvingFft implements Lowering {
  private static final int HALF = 1 << 15;
  private static final int WORD = 16;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    int points = graph.in(node, 0).shape().size() / 2;
    Buffer out = context.output();
    List<Stmt> body = new ArrayList<>();
    body.add(paired(context.input(0), out, points));
    boolean doubling = ((HalvingFft) node.operator()).doubling();
    Louder louder = new Louder(out, 2 * points);
    if (doubling) {
      body.addAll(louder.begin(new Expr.Load(context.input(HalvingFft.SHIFT), Affine.of(0))));
    }
    int stages = 1;
    int half = Integer.numberOfTrailingZeros(points) / 2;
    for (int span = 2; span < points; span *= 2) {
      body.add(new Stmt.Note("spans of " + span));
      body.add(new Stmt.Block(stage(context, span, points)));
      stages++;
      if (doubling && (stages == half || 2 * span == points)) {
        body.add(louder.doubled());
      }
    }
    if (doubling) {
      body.add(louder.end(context.output(HalvingFft.SHIFT)));
    }
    body.add(new Stmt.Note("from pairs of samples to the samples"));
    body.add(new Stmt.Block(taken(context, points)));
    return new Stmt.Seq(body);
  }

  /** The samples in the order of reversed bits, with the first stage, which pairs neighbours. */
  private static Stmt paired(Buffer from, Buffer to, int points) {
    Affine source = Affine.of(0);
    Affine target = Affine.of(0);
    int bits = Integer.numberOfTrailingZeros(points);
    for (int i = 0; i + 1 < bits; i++) {
      source = source.plus("b" + i, 2L << i);
      target = target.plus("b" + i, (long) points >> i);
    }
    List<Stmt> body = new ArrayList<>();
    body.addAll(halves("a", from, source));
    body.addAll(halves("b", from, source.plus(points)));
    body.addAll(butterfly(to, target, target.plus(2), var("b_re"), var("b_im")));
    Stmt moved = new Stmt.Seq(body);
    for (int i = bits - 2; i >= 0; i--) {
      moved = Stmt.For.of(new Axis("b" + i, 2), moved);
    }
    return new Stmt.Block(moved);
  }

  /** Positions 0 and, half way on, those whose factor is -i come first; the rest share a loop. */
  private static Stmt stage(Context context, int span, int points) {
    Buffer out = context.output();
    List<Stmt> body = new ArrayList<>();
    Affine group = Affine.of(0).plus("group", 4L * span);
    Axis groups = new Axis("group", points / (2 * span));
    List<Stmt> first = new ArrayList<>();
    Affine a = group;
    Affine b = a.plus(2L * span);
    first.addAll(halves("a", out, a));
    first.addAll(halves("b", out, b));
    first.addAll(butterfly(out, a, b, var("b_re"), var("b_im")));
    body.add(new Stmt.Block(Stmt.For.of(groups, new Stmt.Seq(first))));
    if (span >= 2) {
      List<Stmt> quarter = new ArrayList<>();
      Affine c = group.plus(span);
      Affine d = c.plus(2L * span);
      quarter.addAll(halves("a", out, c));
      quarter.addAll(halves("b", out, d));
      Expr down = Expr.sub(new Expr.Int(0), var("b_re"));
      quarter.addAll(butterfly(out, c, d, var("b_im"), down));
      body.add(new Stmt.Block(Stmt.For.of(groups, new Stmt.Seq(quarter))));
    }
    if (span >= 4) {
      for (int half = 0; half < 2; half++) {
        body.add(new Stmt.Block(turned(context, span, points, half)));
      }
    }
    return new Stmt.Seq(body);
  }

  /** The positions before or behind the middle one. */
  private static Stmt turned(Context context, int span, int points, int half) {
    Buffer out = context.output();
    Buffer table = context.constant("factors", factors(points));
    long step = points / (2L * span);
    int first = half * span / 2 + 1;
    List<Stmt> position = new ArrayList<>();
    Affine factor = Affine.of(2 * step * first).plus("k", 2 * step);
    position.add(Stmt.Let.of("w_re", new Expr.Load(table, factor)));
    position.add(Stmt.Let.of("w_im", new Expr.Load(table, factor.plus(1))));
    Affine a = Affine.of(2L * first).plus("k", 2).plus("group", 4L * span);
    Affine b = a.plus(2L * span);
    List<Stmt> pair = new ArrayList<>();
    pair.addAll(halves("a", out, a));
    pair.add(Stmt.Let.of("b_re", new Expr.Load(out, b)));
    pair.add(Stmt.Let.of("b_im", new Expr.Load(out, b.plus(1))));
    pair.addAll(product("t", "b", "w"));
    pair.addAll(butterfly(out, a, b, var("t_re"), var("t_im")));
    Axis groups = new Axis("group", points / (2 * span));
    position.add(Stmt.For.of(groups, new Stmt.Seq(pair)));
    return Stmt.For.of(new Axis("k", span / 2 - 1), new Stmt.Seq(position));
  }

  private static long[] factors(int points) {
    return Twiddles.of(points);
  }

  private static Expr var(String name) {
    return new Expr.Var(name);
  }

  private static List<Stmt> halves(String name, Buffer buffer, Affine at) {
    return List.of(
        Stmt.Let.of(name + "_re", half(new Expr.Load(buffer, at))),
        Stmt.Let.of(name + "_im", half(new Expr.Load(buffer, at.plus(1)))));
  }

  private static Expr half(Expr value) {
    return Expr.bin(Op.SHR, value, new Expr.Int(1));
  }

  /** Half of the product of two complex numbers. */
  private static List<Stmt> product(String name, String b, String w) {
    Expr re =
        Expr.sub(
            Expr.mul(var(b + "_re"), var(w + "_re")), Expr.mul(var(b + "_im"), var(w + "_im")));
    Expr im =
        Expr.add(
            Expr.mul(var(b + "_re"), var(w + "_im")), Expr.mul(var(b + "_im"), var(w + "_re")));
    return List.of(Stmt.Let.of(name + "_re", upper(re)), Stmt.Let.of(name + "_im", upper(im)));
  }

  private static Expr upper(Expr product) {
    return Expr.bin(Op.SHR, Expr.add(product, new Expr.Int(HALF)), new Expr.Int(WORD));
  }

  private static List<Stmt> butterfly(Buffer out, Affine a, Affine b, Expr re, Expr im) {
    return List.of(
        new Stmt.Store(out, a, Expr.wrap16(Expr.add(var("a_re"), re))),
        new Stmt.Store(out, a.plus(1), Expr.wrap16(Expr.add(var("a_im"), im))),
        new Stmt.Store(out, b, Expr.wrap16(Expr.sub(var("a_re"), re))),
        new Stmt.Store(out, b.plus(1), Expr.wrap16(Expr.sub(var("a_im"), im))));
  }

  /** Bins k and n - k of the samples come from the pairs' bins at the same two positions. */
  private static Stmt taken(Context context, int points) {
    Buffer out = context.output();
    Buffer table = context.constant("turns", Twiddles.ofPairs(points));
    List<Stmt> body = new ArrayList<>();
    body.addAll(halves("mean", out, Affine.of(0)));
    body.add(
        new Stmt.Store(
            out, Affine.of(2L * points), Expr.wrap16(Expr.sub(var("mean_re"), var("mean_im")))));
    body.add(new Stmt.Store(out, Affine.of(2L * points + 1), new Expr.Int(0)));
    body.add(
        new Stmt.Store(out, Affine.of(0), Expr.wrap16(Expr.add(var("mean_re"), var("mean_im")))));
    body.add(new Stmt.Store(out, Affine.of(1), new Expr.Int(0)));
    Affine low = Affine.of(2).plus("k", 2);
    Affine high = Affine.of(2L * points - 2).plus("k", -2);
    List<Stmt> pair = new ArrayList<>();
    pair.addAll(halves("low", out, low));
    pair.addAll(halves("high", out, high));
    pair.add(Stmt.Let.of("sum_re", half(Expr.add(var("low_re"), var("high_re")))));
    pair.add(Stmt.Let.of("sum_im", half(Expr.sub(var("low_im"), var("high_im")))));
    pair.add(Stmt.Let.of("gap_re", Expr.wrap16(Expr.sub(var("low_re"), var("high_re")))));
    pair.add(Stmt.Let.of("gap_im", Expr.wrap16(Expr.add(var("low_im"), var("high_im")))));
    Affine factor = Affine.of(0).plus("k", 2);
    pair.add(Stmt.Let.of("w_re", new Expr.Load(table, factor)));
    pair.add(Stmt.Let.of("w_im", new Expr.Load(table, factor.plus(1))));
    pair.addAll(product("t", "gap", "w"));
    pair.add(new Stmt.Store(out, low, Expr.wrap16(Expr.add(var("sum_re"), var("t_re")))));
    pair.add(new Stmt.Store(out, low.plus(1), Expr.wrap16(Expr.add(var("sum_im"), var("t_im")))));
    pair.add(new Stmt.Store(out, high, Expr.wrap16(Expr.sub(var("sum_re"), var("t_re")))));
    pair.add(new Stmt.Store(out, high.plus(1), Expr.wrap16(Expr.sub(var("t_im"), var("sum_im")))));
    body.add(Stmt.For.of(new Axis("k", points / 2), new Stmt.Seq(pair)));
    return new Stmt.Seq(body);
  }
}
