package dev.thimble.kernel.lower;

import dev.thimble.graph.Energies;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.TriangularBands;
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

/** Interval by interval; what the band above takes of one is what the next begins with. */
final class LowerTriangularBands implements Lowering {
  private static final Interval SUMS = new Interval(0, Energies.MOST);
  private static final int WEIGHT_BITS = 8;
  private static final long SMALL = (1L << 22) - 1;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    TriangularBands bank = (TriangularBands) node.operator();
    int first = bank.starts().get(0);
    long[] starts = bank.starts().stream().mapToLong(s -> s - first).toArray();
    Buffer ends = context.constant("starts", starts);
    Expr zero = new Expr.Int(0);
    Stmt accumulate = accumulate(bank, context, first);
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("sum", zero, SUMS));
    body.add(Stmt.Let.of("above", zero, SUMS));
    body.add(new Stmt.For("bin", zero, new Expr.Int(starts[1]), accumulate));
    List<Stmt> band = new ArrayList<>();
    band.add(new Stmt.Assign("sum", new Expr.Var("above")));
    band.add(new Stmt.Assign("above", zero));
    band.add(
        new Stmt.For(
            "bin",
            new Expr.Load(ends, Affine.of("band").plus(1)),
            new Expr.Load(ends, Affine.of("band").plus(2)),
            accumulate));
    band.add(new Stmt.Store(context.output(), Affine.of("band"), new Expr.Var("sum")));
    body.add(Stmt.For.of(new Axis("band", bank.bands()), new Stmt.Seq(band)));
    return new Stmt.Seq(body);
  }

  private static Stmt accumulate(TriangularBands bank, Context context, int first) {
    Expr given = new Expr.Load(context.input(0), Affine.of(first).plus("bin", 1));
    Expr energy = new Expr.Var("energy");
    Expr weight = new Expr.Var("weight");
    Expr bits = new Expr.Int(WEIGHT_BITS);
    Expr fine = Expr.bin(Op.SHR, Expr.mul(new Expr.Clamp(energy, 0, SMALL), weight), bits);
    Expr coarse = Expr.mul(Expr.bin(Op.SHR, energy, bits), weight);
    Expr part = new Expr.Select(Relation.GT, energy, new Expr.Int(SMALL), coarse, fine);
    Expr rest = Expr.sub(energy, new Expr.Var("part"));
    return Stmt.Seq.of(
        Stmt.Let.of("energy", new Expr.Clamp(given, 0, Energies.MOST)),
        Stmt.Let.of(
            "weight", new Expr.Load(context.constant("weights", bank.weights()), Affine.of("bin"))),
        Stmt.Let.of("part", part),
        more("above", new Expr.Var("part")),
        more("sum", rest));
  }

  private static Stmt more(String sum, Expr value) {
    Expr grown = Expr.add(new Expr.Var(sum), value);
    return new Stmt.Assign(sum, new Expr.Clamp(grown, SUMS.low(), SUMS.high()));
  }
}
