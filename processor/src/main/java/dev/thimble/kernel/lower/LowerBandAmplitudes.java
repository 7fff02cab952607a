package dev.thimble.kernel.lower;

import dev.thimble.graph.BandAmplitudes;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** One pass over the bins, interval by interval; each band's sum ends in its root. */
final class LowerBandAmplitudes implements Lowering {
  /**
   * No sum reaches more: energies of all bins together stay below that of the loudest signal, 2^31,
   * and weights below 2^13.
   */
  private static final int SUM_BITS = 46;

  /** A sum in two parts of 32-bit arithmetic. */
  private static final int LOWER_BITS = 16;

  private static final int UPPER_BITS = SUM_BITS - LOWER_BITS;

  private static final Interval ROOTS = new Interval(0, (1L << (SUM_BITS / 2)) - 1);
  private static final Interval RESTS = new Interval(0, 2 * ROOTS.high());

  /** The largest amplitude that is handed on: beyond what samples through a window can give. */
  static final int MOST = (1 << 21) - 1;

  private static final Interval SUMS = new Interval(0, (1L << SUM_BITS) - 1);

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    BandAmplitudes bank = (BandAmplitudes) node.operator();
    int first = bank.starts().get(0);
    Buffer spectrum = context.input(0);
    Expr zero = new Expr.Int(0);
    Affine at = Affine.of(2L * first).plus("bin", 2);
    Expr re = new Expr.Load(spectrum, at);
    Expr im = new Expr.Load(spectrum, at.plus(1));
    Stmt accumulate =
        Stmt.Seq.of(
            Stmt.Let.of("energy", Expr.add(Expr.mul(re, re), Expr.mul(im, im))),
            more("sum", context, "weights", bank.weights()),
            more("next", context, "rests", bank.rests()));
    Expr[] ends = new Expr[2];
    long[] starts = bank.starts().stream().mapToLong(s -> s - first).toArray();
    for (int i = 0; i < 2; i++) {
      // Offsets by one: the first interval has a loop of its own.
      ends[i] = new Expr.Load(context.constant("starts", starts), Affine.of("band").plus(i + 1L));
    }
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("sum", zero, SUMS));
    body.add(Stmt.Let.of("next", zero, SUMS));
    body.add(new Stmt.For("bin", zero, new Expr.Int(starts[1]), accumulate));
    List<Stmt> band = new ArrayList<>();
    band.add(new Stmt.Assign("sum", new Expr.Var("next")));
    band.add(new Stmt.Assign("next", zero));
    band.add(new Stmt.For("bin", ends[0], ends[1], accumulate));
    band.addAll(root());
    Expr shift = new Expr.Clamp(new Expr.Load(context.input(1), Affine.of(0)), 0, 15);
    Expr amplitude = Expr.bin(Op.SHR, new Expr.Var("root"), shift);
    band.add(
        new Stmt.Store(context.output(), Affine.of("band"), new Expr.Clamp(amplitude, 0, MOST)));
    body.add(Stmt.For.of(new Axis("band", bank.bands()), new Stmt.Seq(band)));
    return new Stmt.Seq(body);
  }

  private static Stmt more(String sum, Context context, String role, List<Integer> weights) {
    Expr weight = new Expr.Load(context.constant(role, weights), Affine.of("bin"));
    Expr grown = Expr.add(new Expr.Var(sum), Expr.mul(new Expr.Var("energy"), weight));
    return new Stmt.Assign(sum, new Expr.Clamp(grown, SUMS.low(), SUMS.high()));
  }

  /**
   * The rounded root of {@code sum}, bit by bit from the top, in 32 bits throughout: what remains
   * of the digits so far is never more than twice their root.
   */
  private static List<Stmt> root() {
    Expr sum = new Expr.Var("sum");
    Expr upper = Expr.bin(Op.SHR, sum, new Expr.Int(LOWER_BITS));
    Expr lower = Expr.sub(sum, Expr.bin(Op.SHL, new Expr.Var("upper"), new Expr.Int(LOWER_BITS)));
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("upper", new Expr.Clamp(upper, 0, (1L << UPPER_BITS) - 1)));
    body.add(Stmt.Let.of("lower", new Expr.Clamp(lower, 0, (1L << LOWER_BITS) - 1)));
    body.add(Stmt.Let.of("rest", new Expr.Int(0), RESTS));
    body.add(Stmt.Let.of("root", new Expr.Int(0), ROOTS));
    body.add(digits("upper", UPPER_BITS));
    body.add(digits("lower", LOWER_BITS));
    Expr root = new Expr.Var("root");
    Expr next = new Expr.Clamp(Expr.add(root, new Expr.Int(1)), 0, ROOTS.high());
    body.add(new Stmt.If(Relation.GT, new Expr.Var("rest"), root, new Stmt.Assign("root", next)));
    return body;
  }

  private static Stmt digits(String number, int bits) {
    return new Stmt.Block(SquareRoot.digits("rest", "root", new Expr.Var(number), bits, ROOTS));
  }
}
