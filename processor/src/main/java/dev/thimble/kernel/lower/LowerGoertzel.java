package dev.thimble.kernel.lower;

import dev.thimble.graph.Goertzel;
import dev.thimble.graph.Goertzel.Tone;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Tone after tone through the whole block, then its amplitude. */
final class LowerGoertzel implements Lowering {
  private static final Interval STATES = new Interval(-Goertzel.LIMIT, Goertzel.LIMIT);
  private static final int MOST_BITS = 30;
  private static final int KEPT_BITS = 14;
  private static final int SHARE_BITS = 14;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Goertzel goertzel = (Goertzel) node.operator();
    List<Stmt> body = new ArrayList<>();
    for (int i = 0; i < goertzel.tones().size(); i++) {
      Tone tone = goertzel.tones().get(i);
      body.add(new Stmt.Block(new Stmt.Seq(tone(tone, i, goertzel.size(), context))));
    }
    return new Stmt.Seq(body);
  }

  private static Expr variable(String name) {
    return new Expr.Var(name);
  }

  private static Expr limited(Expr value) {
    return new Expr.Clamp(value, STATES.low(), STATES.high());
  }

  private static List<Stmt> tone(Tone tone, int index, int size, Context context) {
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("s1", new Expr.Int(0), STATES));
    body.add(Stmt.Let.of("s2", new Expr.Int(0), STATES));
    body.add(Stmt.For.of(new Axis("i", size), new Stmt.Seq(sample(tone, context))));
    LongProduct last = LongProduct.of("s2");
    body.addAll(last.parts());
    Expr re = Expr.sub(variable("s1"), last.by(tone.cosine()));
    body.add(Stmt.Let.of("re", limited(re)));
    body.add(Stmt.Let.of("im", limited(last.by(tone.sine()))));
    body.addAll(magnitude());
    Expr share = new Expr.Int(Math.round(Math.scalb(2.0 / size, shareShift(size))));
    Expr most = new Expr.Int(shareShift(size) + tone.up());
    Expr shift = new Expr.Clamp(Expr.sub(most, variable("down")), 0, MOST_BITS);
    body.add(Stmt.Let.of("shift", shift));
    Expr all = Expr.bin(Op.SHL, new Expr.Int(1), variable("shift"));
    body.add(Stmt.Let.of("half", Expr.bin(Op.SHR, all, new Expr.Int(1))));
    Expr product = Expr.mul(new Expr.Clamp(variable("root"), 0, Short.MAX_VALUE), share);
    Expr sum = Expr.add(new Expr.Clamp(product, 0, 1L << MOST_BITS), variable("half"));
    Expr amplitude = Expr.bin(Op.SHR, sum, variable("shift"));
    body.add(
        new Stmt.Store(
            context.output(), Affine.of(index), new Expr.Clamp(amplitude, 0, Short.MAX_VALUE)));
    return body;
  }

  private static List<Stmt> sample(Tone tone, Context context) {
    List<Stmt> body = new ArrayList<>();
    Expr x = new Expr.Load(context.input(0), Affine.of("i"));
    Expr raised =
        tone.up() >= 0
            ? Expr.bin(Op.SHL, x, new Expr.Int(tone.up()))
            : Expr.bin(Op.SHR, x, new Expr.Int(-tone.up()));
    LongProduct product = LongProduct.of("s1");
    body.addAll(product.parts());
    Expr twice = Expr.mul(variable("s1"), new Expr.Int(2));
    body.add(Stmt.Let.of("turned", limitedTwice(Expr.sub(twice, product.by(tone.k())))));
    Expr before = Expr.sub(raised, variable("s2"));
    Expr next =
        tone.sign() > 0
            ? Expr.add(before, variable("turned"))
            : Expr.sub(before, variable("turned"));
    body.add(Stmt.Let.of("s0", next));
    body.add(new Stmt.Assign("s2", variable("s1")));
    body.add(new Stmt.Assign("s1", limited(variable("s0"))));
    return body;
  }

  /** Twice the cosine times what is within the limit. */
  private static Expr limitedTwice(Expr value) {
    return new Expr.Clamp(value, 2 * STATES.low(), 2 * STATES.high());
  }

  /** The root of re^2 + im^2, both shifted down to so many bits that squares fit. */
  private static List<Stmt> magnitude() {
    List<Stmt> body = new ArrayList<>();
    Expr zero = new Expr.Int(0);
    for (String part : List.of("re", "im")) {
      Expr value = variable(part);
      Expr size = new Expr.Select(Relation.LT, value, zero, Expr.sub(zero, value), value);
      body.add(Stmt.Let.of(part + "_size", new Expr.Clamp(size, 0, Goertzel.LIMIT)));
    }
    Expr larger = Expr.bin(Op.MAX, variable("re_size"), variable("im_size"));
    body.addAll(BitLength.of("bits", larger, MOST_BITS));
    Expr down = Expr.sub(variable("bits"), new Expr.Int(KEPT_BITS));
    body.add(Stmt.Let.of("down", new Expr.Clamp(down, 0, MOST_BITS - KEPT_BITS)));
    Expr sum = new Expr.Int(0);
    for (String part : List.of("re", "im")) {
      Expr kept = Expr.bin(Op.SHR, variable(part + "_size"), variable("down"));
      body.add(Stmt.Let.of(part + "_kept", new Expr.Clamp(kept, 0, (1L << KEPT_BITS) - 1)));
      sum = Expr.add(sum, Expr.mul(variable(part + "_kept"), variable(part + "_kept")));
    }
    body.addAll(SquareRoot.of("root", sum));
    return body;
  }

  /** So that 2 / n has as many digits as fit. */
  private static int shareShift(int size) {
    return SHARE_BITS - 1 + 31 - Integer.numberOfLeadingZeros(size);
  }
}
