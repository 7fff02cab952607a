package dev.thimble.kernel.lower;

import dev.thimble.graph.BandLevels;
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

/** Sums the energies of each band and takes the logarithm by six bits behind the first one. */
final class LowerBandLevels implements Lowering {
  private static final int MANTISSA_BITS = 6;

  /**
   * The energy of all bins stays below: that of the samples, which have 16 bits with their sign.
   */
  private static final Interval SUMS = new Interval(0, (1L << 30) - 1);

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    BandLevels levels = (BandLevels) node.operator();
    Buffer spectrum = context.input(0);
    Buffer starts = context.constant("starts", levels.starts());
    Expr sum = new Expr.Var("sum");
    Affine at = Affine.of(0).plus("bin", 2);
    Expr re = new Expr.Load(spectrum, at);
    Expr im = new Expr.Load(spectrum, at.plus(1));
    Expr energy = new Expr.Var("energy");
    List<Stmt> band = new ArrayList<>();
    band.add(Stmt.Let.of("sum", new Expr.Int(1), SUMS));
    Expr both = Expr.add(Expr.mul(re, re), Expr.mul(im, im));
    band.add(
        new Stmt.For(
            "bin",
            new Expr.Load(starts, Affine.of("band")),
            new Expr.Load(starts, Affine.of("band").plus(1)),
            Stmt.Seq.of(
                Stmt.Let.of("energy", new Expr.Clamp(both, 0, SUMS.high())),
                new Stmt.Assign("sum", new Expr.Clamp(Expr.add(sum, energy), 0, SUMS.high())))));
    band.addAll(BitLength.of("bits", sum, 30));
    Expr bits = new Expr.Var("bits");
    Expr few = new Expr.Clamp(sum, 0, (1 << (MANTISSA_BITS + 1)) - 1);
    Expr up = new Expr.Clamp(Expr.sub(new Expr.Int(MANTISSA_BITS + 1), bits), 0, MANTISSA_BITS);
    Expr down = new Expr.Clamp(Expr.sub(bits, new Expr.Int(MANTISSA_BITS + 1)), 0, 24);
    Expr aligned =
        new Expr.Select(
            Relation.LE,
            bits,
            new Expr.Int(MANTISSA_BITS),
            Expr.bin(Op.SHL, few, up),
            Expr.bin(Op.SHR, sum, down));
    Expr behind = Expr.sub(aligned, new Expr.Int(1 << MANTISSA_BITS));
    Buffer table = context.constant("mantissas", levels.mantissas());
    band.add(Stmt.Let.of("mantissa", new Expr.Clamp(behind, 0, (1 << MANTISSA_BITS) - 1)));
    Expr whole = Expr.mul(Expr.sub(bits, new Expr.Int(1)), new Expr.Int(1 << MANTISSA_BITS));
    Expr logarithm = Expr.add(whole, new Expr.Lookup(table, new Expr.Var("mantissa")));
    Expr shift = new Expr.Clamp(new Expr.Load(context.input(1), Affine.of(0)), 0, 14);
    Expr loudness = Expr.mul(shift, new Expr.Int(2 << MANTISSA_BITS));
    band.add(new Stmt.Store(context.output(), Affine.of("band"), Expr.sub(logarithm, loudness)));
    return Stmt.For.of(new Axis("band", levels.starts().size() - 1), new Stmt.Seq(band));
  }
}
