package dev.thimble.kernel.lower;

import dev.thimble.graph.Cascade;
import dev.thimble.graph.Cascade.Stage;
import dev.thimble.graph.Coefficient;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/**
 * Sample by sample through all sections. The clamps say what was proven of the whole filter, which
 * an analysis of one sample cannot see; they never act.
 */
final class LowerCascade implements Lowering {
  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Cascade cascade = (Cascade) node.operator();
    Shape x = graph.in(node, 0).shape();
    Channels channels = Channels.of(x);
    List<Stmt> body = new ArrayList<>();
    Expr sample = new Expr.Load(context.input(0), channels.sample("i", 0));
    Expr raised = Expr.bin(Op.SHL, sample, new Expr.Int(cascade.fraction()));
    body.add(Stmt.Let.of("x0", raised));
    int count = cascade.sections().size();
    for (int s = 0; s < count; s++) {
      body.addAll(new Lowered(cascade.sections().get(s), s, channels, context).all());
    }
    Expr half = new Expr.Int(cascade.fraction() == 0 ? 0 : 1L << (cascade.fraction() - 1));
    Expr result =
        Expr.bin(
            Op.SHR, Expr.add(new Expr.Var("x" + count), half), new Expr.Int(cascade.fraction()));
    Expr clamped = new Expr.Clamp(result, Short.MIN_VALUE, Short.MAX_VALUE);
    body.add(new Stmt.Store(context.output(), channels.sample("i", 0), clamped));
    return channels.each(Stmt.For.of(new Axis("i", x.extent(0)), new Stmt.Seq(body)));
  }

  /** One section; its variables end in its number. */
  private record Lowered(Stage stage, int index, Channels channels, Context context) {
    private String name(String of) {
      return of + index;
    }

    private Expr variable(String of) {
      return new Expr.Var(name(of));
    }

    private Expr limited(Expr value) {
      return new Expr.Clamp(value, -stage.limit(), stage.limit());
    }

    private Buffer states() {
      return context.output(Cascade.STATES);
    }

    private Affine state(int which) {
      return channels.row(2L * index + which);
    }

    List<Stmt> all() {
      List<Stmt> body = new ArrayList<>(entering());
      body.add(Stmt.Let.of(name("s"), new Expr.Load(states(), state(0))));
      body.addAll(stage.order() == 1 ? first() : second());
      Expr sum = new Expr.Int(0);
      String[] parts = {"in", "v", "w"};
      for (int i = 0; i < parts.length; i++) {
        sum = sum(body, sum, parts[i], stage.shares().get(i));
      }
      body.add(Stmt.Let.of("x" + (index + 1), sum));
      return body;
    }

    /** What comes in, with its gain. */
    private List<Stmt> entering() {
      List<Stmt> body = new ArrayList<>();
      String x = "x" + index;
      body.add(Stmt.Let.of(name("given"), limited(new Expr.Var(x))));
      Expr gained = variable("given");
      if (!stage.gain().is(1)) {
        LongProduct product = LongProduct.of(name("given"));
        body.addAll(product.parts());
        gained = limited(product.by(stage.gain()));
      }
      body.add(Stmt.Let.of(name("in"), gained));
      return body;
    }

    private List<Stmt> first() {
      List<Stmt> body = new ArrayList<>();
      body.add(Stmt.Let.of(name("d"), Expr.sub(variable("in"), variable("s"))));
      LongProduct difference = LongProduct.of(name("d"));
      body.addAll(difference.parts());
      body.add(Stmt.Let.of(name("v"), difference.by(stage.a2())));
      body.add(Stmt.Let.of(name("w"), Expr.add(variable("s"), variable("v"))));
      Expr next = Expr.add(variable("w"), variable("v"));
      body.add(new Stmt.Store(states(), state(0), limited(next)));
      body.add(new Stmt.Store(states(), state(1), new Expr.Int(0)));
      return body;
    }

    private List<Stmt> second() {
      List<Stmt> body = new ArrayList<>();
      body.add(Stmt.Let.of(name("t"), new Expr.Load(states(), state(1))));
      body.add(Stmt.Let.of(name("d"), Expr.sub(variable("in"), variable("t"))));
      LongProduct band = LongProduct.of(name("s"));
      LongProduct difference = LongProduct.of(name("d"));
      body.addAll(band.parts());
      body.addAll(difference.parts());
      Expr own = band.by(stage.a1());
      Expr kept = stage.rest() ? Expr.sub(variable("s"), own) : own;
      body.add(Stmt.Let.of(name("v"), Expr.add(kept, difference.by(stage.a2()))));
      Expr rise = Expr.add(band.by(stage.a2()), difference.by(stage.a3()));
      body.add(Stmt.Let.of(name("r"), rise));
      body.add(Stmt.Let.of(name("w"), Expr.add(variable("t"), variable("r"))));
      Expr twice = Expr.mul(variable("v"), new Expr.Int(2));
      body.add(new Stmt.Store(states(), state(0), limited(Expr.sub(twice, variable("s")))));
      Expr raised = Expr.mul(variable("r"), new Expr.Int(2));
      body.add(new Stmt.Store(states(), state(1), limited(Expr.add(variable("t"), raised))));
      return body;
    }

    /** The sum and a share of a variable; a share of 0, 1 or -1 takes no product. */
    private Expr sum(List<Stmt> body, Expr sum, String part, Coefficient share) {
      if (share.is(0)) {
        return sum;
      } else if (share.is(1)) {
        return Expr.add(sum, variable(part));
      } else if (share.is(-1)) {
        return Expr.sub(sum, variable(part));
      }
      LongProduct product = LongProduct.of(name(part));
      body.addAll(product.parts());
      return Expr.add(sum, product.by(share));
    }
  }
}
