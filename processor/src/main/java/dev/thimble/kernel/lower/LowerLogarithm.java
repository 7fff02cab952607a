package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.Logarithm;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** The number is shifted to 16 bits: one before the point, five that look up, ten between. */
final class LowerLogarithm implements Lowering {
  private static final int WORD = 16;
  private static final int MOST_BITS = 31;
  private static final int BETWEEN = 10;
  private static final int TABLE_BITS = 12;
  private static final int OCTAVE_BITS = 8;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    Logarithm logarithm = (Logarithm) node.operator();
    List<Stmt> body = new ArrayList<>();
    Affine i = Affine.of("i");
    Expr given = new Expr.Load(context.input(0), i);
    body.add(Stmt.Let.of("x", new Expr.Clamp(given, 1, (1L << MOST_BITS) - 1)));
    body.addAll(BitLength.of("bits", new Expr.Var("x"), MOST_BITS));
    body.addAll(octave(context, logarithm));
    Expr whole =
        Expr.bin(Op.SHL, Expr.sub(new Expr.Var("bits"), new Expr.Int(1)), number(TABLE_BITS));
    Expr half = new Expr.Int(1L << (TABLE_BITS - OCTAVE_BITS - 1));
    Expr sum = Expr.add(Expr.add(whole, new Expr.Var("octave")), half);
    Expr level = Expr.bin(Op.SHR, sum, number(TABLE_BITS - OCTAVE_BITS));
    Expr result = Expr.add(level, new Expr.Int(logarithm.offset()));
    if (logarithm.octaves() > 0) {
      Expr shift =
          new Expr.Clamp(new Expr.Load(context.input(1), Affine.of(0)), 0, HalvingFft.MOST_SHIFT);
      long step = (long) logarithm.octaves() << OCTAVE_BITS;
      result = Expr.sub(result, Expr.mul(shift, new Expr.Int(step)));
    }
    Expr clamped = new Expr.Clamp(result, -Logarithm.MOST, Logarithm.MOST);
    body.add(new Stmt.Store(context.output(), i, clamped));
    int count = graph.out(node).shape().size();
    return Stmt.For.of(new Axis("i", count), new Stmt.Seq(body));
  }

  private static Expr number(long value) {
    return new Expr.Int(value);
  }

  /** The logarithm of what lies behind the first bit. */
  private static List<Stmt> octave(Context context, Logarithm logarithm) {
    Expr x = new Expr.Var("x");
    Expr bits = new Expr.Var("bits");
    Expr few = new Expr.Clamp(x, 0, (1L << WORD) - 1);
    Expr up = new Expr.Clamp(Expr.sub(number(WORD), bits), 0, WORD - 1);
    Expr down = new Expr.Clamp(Expr.sub(bits, number(WORD)), 0, MOST_BITS - WORD);
    Expr raised =
        new Expr.Clamp(Expr.mul(few, Expr.bin(Op.SHL, number(1), up)), 0, (1L << WORD) - 1);
    Expr aligned =
        new Expr.Select(Relation.LE, bits, number(WORD), raised, Expr.bin(Op.SHR, x, down));
    Expr behind = Expr.sub(aligned, number(1L << (WORD - 1)));
    Buffer table = context.constant("logarithms", logarithm.table());
    Expr entry = new Expr.Var("entry");
    Expr rest = Expr.sub(new Expr.Var("behind"), Expr.bin(Op.SHL, entry, number(BETWEEN)));
    Expr from = new Expr.Lookup(table, entry);
    Expr to = new Expr.Lookup(table, Expr.add(entry, number(1)));
    Expr rise = new Expr.Clamp(Expr.sub(to, new Expr.Var("from")), 0, 1 << TABLE_BITS);
    Expr part =
        Expr.bin(Op.SHR, Expr.mul(new Expr.Var("rise"), new Expr.Var("rest")), number(BETWEEN));
    return List.of(
        Stmt.Let.of("behind", new Expr.Clamp(behind, 0, (1L << (WORD - 1)) - 1)),
        Stmt.Let.of("entry", Expr.bin(Op.SHR, new Expr.Var("behind"), number(BETWEEN))),
        Stmt.Let.of("rest", new Expr.Clamp(rest, 0, (1L << BETWEEN) - 1)),
        Stmt.Let.of("from", from),
        Stmt.Let.of("rise", rise),
        Stmt.Let.of("octave", Expr.add(new Expr.Var("from"), part)));
  }
}
