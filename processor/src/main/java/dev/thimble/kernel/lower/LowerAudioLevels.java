package dev.thimble.kernel.lower;

import dev.thimble.graph.AudioLevels;
import dev.thimble.graph.Graph;
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

/** Noise is taken away, the gain is controlled, the logarithm is taken: band by band. */
final class LowerAudioLevels implements Lowering {
  private static final int SMOOTHING_UNIT = 14;
  private static final int UP = 10;

  /** What remains of an amplitude at least, in steps of 1/16384. */
  private static final int FLOOR = 819;

  private static final int SQUARE_LIMIT = 8192;

  /** ln 2 in 16 bits. */
  private static final int LN2 = 45_426;

  @Override
  public Stmt lower(Graph graph, Node node, Context context) {
    AudioLevels levels = (AudioLevels) node.operator();
    List<Stmt> band = new ArrayList<>();
    noise(levels, context, band);
    gain(levels, context, band);
    logarithm(levels, context, band);
    Expr level = new Expr.Var("level");
    if (levels.bytes()) {
      Expr scaled = Expr.add(Expr.mul(level, new Expr.Int(256)), new Expr.Int(333));
      Expr steps = Expr.bin(Op.DIV, scaled, new Expr.Int(666));
      level = new Expr.Clamp(Expr.sub(steps, new Expr.Int(128)), Byte.MIN_VALUE, Byte.MAX_VALUE);
    }
    band.add(new Stmt.Store(context.output(), Affine.of("band"), level));
    return Stmt.For.of(new Axis("band", levels.smoothing().size()), new Stmt.Seq(band));
  }

  private static Stmt let(String name, Expr value) {
    return Stmt.Let.of(name, value);
  }

  private static Expr shifted(Expr value, int bits) {
    return Expr.bin(Op.SHR, value, new Expr.Int(bits));
  }

  private static void noise(AudioLevels levels, Context context, List<Stmt> band) {
    Affine at = Affine.of("band");
    Buffer noise = context.output(AudioLevels.NOISE);
    long[] shares = levels.smoothing().stream().mapToLong(i -> i).toArray();
    Expr smoothing = context.perChannel("smoothing", shares, at);
    Expr given = new Expr.Clamp(new Expr.Load(context.input(0), at), 0, LowerBandAmplitudes.MOST);
    Expr up = new Expr.Var("up");
    Expr part = new Expr.Var("part");
    Expr before = new Expr.Clamp(new Expr.Load(noise, at), 0, Integer.MAX_VALUE);
    Expr rest = Expr.sub(new Expr.Int(1 << SMOOTHING_UNIT), part);
    Expr mixed = Expr.add(Expr.mul(up, part), Expr.mul(before, rest));
    Expr estimate = new Expr.Var("estimate");
    band.add(let("amplitude", given));
    band.add(let("part", smoothing));
    band.add(let("up", Expr.mul(new Expr.Var("amplitude"), new Expr.Int(1 << UP))));
    band.add(let("estimate", new Expr.Clamp(shifted(mixed, SMOOTHING_UNIT), 0, Integer.MAX_VALUE)));
    band.add(new Stmt.Store(noise, at, estimate));
    Expr above = shifted(Expr.sub(up, Expr.bin(Op.MIN, estimate, up)), UP);
    Expr floor = shifted(Expr.mul(new Expr.Var("amplitude"), new Expr.Int(FLOOR)), SMOOTHING_UNIT);
    band.add(
        let("signal", new Expr.Clamp(Expr.bin(Op.MAX, above, floor), 0, LowerBandAmplitudes.MOST)));
  }

  /** The gain falls with the estimate. */
  private static void gain(AudioLevels levels, Context context, List<Stmt> band) {
    Buffer table = context.constant("gains", levels.gains());
    Expr estimate = new Expr.Var("estimate");
    OctaveCurve curve = OctaveCurve.of(table, 3);
    band.addAll(curve.find(estimate, 6));
    Expr small = new Expr.Lookup(table, new Expr.Clamp(estimate, 0, 2));
    Expr gain = new Expr.Select(Relation.LE, estimate, new Expr.Int(2), small, curve.value());
    band.add(let("gain", new Expr.Clamp(gain, 0, Short.MAX_VALUE)));
    band.add(let("ratio", shifted(Expr.mul(new Expr.Var("signal"), new Expr.Var("gain")), 6)));
    Expr ratio = new Expr.Var("ratio");
    Expr low = new Expr.Clamp(ratio, 0, SQUARE_LIMIT - 1);
    Expr square = shifted(Expr.mul(low, low), 20);
    Expr straight = Expr.sub(shifted(ratio, 6), new Expr.Int(64));
    Expr pressed =
        new Expr.Select(Relation.LT, ratio, new Expr.Int(SQUARE_LIMIT), square, straight);
    band.add(let("pressed", new Expr.Clamp(Expr.mul(pressed, new Expr.Int(8)), 0, 1L << 28)));
  }

  /** {@code round(64 * ln(pressed))} by 128 straight lines between two powers of two. */
  private static void logarithm(AudioLevels levels, Context context, List<Stmt> band) {
    Buffer table = context.constant("logarithms", levels.logarithms());
    Expr pressed = new Expr.Var("pressed");
    Expr whole = new Expr.Var("whole");
    band.addAll(BitLength.of("digits", pressed, 31));
    band.add(
        let("whole", new Expr.Clamp(Expr.sub(new Expr.Var("digits"), new Expr.Int(1)), 0, 30)));
    Expr few = new Expr.Clamp(pressed, 0, (1 << 16) - 1);
    Expr up = new Expr.Clamp(Expr.sub(new Expr.Int(16), whole), 0, 16);
    Expr down = new Expr.Clamp(Expr.sub(whole, new Expr.Int(16)), 0, 14);
    Expr aligned =
        new Expr.Select(
            Relation.LT,
            whole,
            new Expr.Int(16),
            Expr.bin(Op.SHL, few, up),
            Expr.bin(Op.SHR, pressed, down));
    Expr fraction = new Expr.Clamp(Expr.sub(aligned, new Expr.Int(1 << 16)), 0, (1 << 16) - 1);
    band.add(let("fraction", fraction));
    band.add(let("segment", shifted(new Expr.Var("fraction"), 9)));
    Expr segment = new Expr.Var("segment");
    band.add(let("start", new Expr.Lookup(table, segment)));
    Expr start = new Expr.Var("start");
    Expr end = new Expr.Lookup(table, Expr.add(segment, new Expr.Int(1)));
    Expr into =
        new Expr.Clamp(
            Expr.sub(new Expr.Var("fraction"), Expr.mul(segment, new Expr.Int(512))), 0, 511);
    // The reference shifts by 16 here, not by 9: the line is flat but for its end.
    Expr risen = shifted(Expr.mul(Expr.sub(end, start), into), 16);
    Expr line = Expr.add(Expr.mul(whole, new Expr.Int(1 << 16)), new Expr.Var("fraction"));
    band.add(let("log2", Expr.add(line, Expr.add(start, risen))));
    Expr natural =
        shifted(
            Expr.add(Expr.mul(new Expr.Var("log2"), new Expr.Int(LN2)), new Expr.Int(1 << 15)), 16);
    Expr scaled = shifted(Expr.add(Expr.mul(natural, new Expr.Int(64)), new Expr.Int(1 << 15)), 16);
    Expr level = new Expr.Select(Relation.LE, pressed, new Expr.Int(1), new Expr.Int(0), scaled);
    band.add(let("level", new Expr.Clamp(level, 0, Short.MAX_VALUE)));
  }
}
