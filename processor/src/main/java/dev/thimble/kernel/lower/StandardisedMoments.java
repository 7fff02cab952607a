package dev.thimble.kernel.lower;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expr.Op;
import dev.thimble.kernel.Expr.Relation;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Means of powers and products of readings in steps of 1/64 of their deviation. */
final class StandardisedMoments {
  private static final int STEP_BITS = 6;
  private static final int RECIPROCAL_BITS = 12;

  /** Eight deviations. */
  private static final int MOST = 8 << STEP_BITS;

  private static final int MOST_RECIPROCAL = 1 << 20;

  private final Context context;
  private final Spread spread;
  private final int rows;
  private final int channels;

  StandardisedMoments(Context context, Spread spread, int rows, int channels) {
    this.context = context;
    this.spread = spread;
    this.rows = rows;
    this.channels = channels;
  }

  /** The mean of so many terms, in steps of 1/256 from 1/64; rounded away from zero at halves. */
  static Expr mean(Expr sum, int rows) {
    Expr grown = Expr.mul(sum, new Expr.Int(4));
    Expr half = new Expr.Int(rows / 2);
    Expr away =
        new Expr.Select(
            Relation.LT, sum, new Expr.Int(0), Expr.sub(grown, half), Expr.add(grown, half));
    return Expr.bin(Op.DIV, away, new Expr.Int(rows));
  }

  /** Statements for one channel; {@code kept} where pairs are wanted later. */
  List<Stmt> standardise(boolean kept) {
    List<Stmt> body = new ArrayList<>();
    body.add(Stmt.Let.of("reciprocal", spread.reciprocal()));
    if (kept) {
      Affine at = Affine.of("channel");
      body.add(new Stmt.Store(means(), at, new Expr.Var("mean")));
      body.add(new Stmt.Store(factors(), at, spread.factor()));
      body.add(new Stmt.Store(halves(), at, spread.half()));
      body.add(new Stmt.Store(downs(), at, spread.down()));
      body.add(new Stmt.Store(reciprocals(), at, new Expr.Var("reciprocal")));
    }
    return body;
  }

  private Buffer means() {
    return array("means", Element.I16, Element.I16.range());
  }

  private Buffer factors() {
    return array("factors", Element.I16, new Interval(1, 1 << 12));
  }

  private Buffer halves() {
    return array("halves", Element.I32, new Interval(0, 1 << 16));
  }

  private Buffer downs() {
    return array("downs", Element.I8, new Interval(0, 17));
  }

  private Buffer reciprocals() {
    return array("reciprocals", Element.I32, new Interval(0, MOST_RECIPROCAL));
  }

  private Buffer array(String role, Element element, Interval range) {
    return context.scratch().stream()
        .filter(b -> b.name().endsWith("_" + role))
        .findFirst()
        .orElseGet(() -> context.scratch(role, element, channels, range));
  }

  /** Sums of third and fourth powers of one channel. */
  List<Stmt> higher(Expr x) {
    Expr z = new Expr.Var("z");
    Expr squared = new Expr.Var("squared");
    long cube = (long) MOST * MOST >> STEP_BITS;
    cube = cube * MOST >> STEP_BITS;
    long fourth = cube * MOST >> STEP_BITS;
    Interval cubes = new Interval(-rows * cube - rows, rows * cube);
    Interval fourths = new Interval(0, rows * fourth);
    Expr third = rounded(Expr.mul(squared, z), STEP_BITS);
    Expr power = rounded(Expr.mul(squared, squared), STEP_BITS);
    Expr centred = Expr.sub(x, new Expr.Var("mean"));
    Expr e = spread.shifted(centred, spread.factor(), spread.half(), spread.down());
    return List.of(
        Stmt.Let.of("cubes", new Expr.Int(0), cubes),
        Stmt.Let.of("fourths", new Expr.Int(0), fourths),
        Stmt.For.of(
            new Axis("i", rows),
            Stmt.Seq.of(
                Stmt.Let.of("z", standard(e, new Expr.Var("reciprocal"))),
                Stmt.Let.of("squared", rounded(Expr.mul(z, z), STEP_BITS)),
                new Stmt.Assign("cubes", sum("cubes", third, cubes)),
                new Stmt.Assign("fourths", sum("fourths", power, fourths)))));
  }

  private static Expr sum(String name, Expr term, Interval range) {
    return new Expr.Clamp(Expr.add(new Expr.Var(name), term), range.low(), range.high());
  }

  private static Expr standard(Expr e, Expr reciprocal) {
    return new Expr.Clamp(rounded(Expr.mul(e, reciprocal), RECIPROCAL_BITS), -MOST, MOST);
  }

  /** Halves go up: what is cut off would add up to a bias. */
  private static Expr rounded(Expr value, int bits) {
    return Expr.bin(Op.SHR, Expr.add(value, new Expr.Int(1L << (bits - 1))), new Expr.Int(bits));
  }

  /** All pairs of channels, behind what there is of each channel alone. */
  Stmt correlations(int behind) {
    List<Stmt> pairs = new ArrayList<>();
    int at = behind;
    for (int first = 0; first < channels; first++) {
      // The second channel is a loop, or the code would grow with the square of the channels.
      int others = channels - first - 1;
      if (others > 0) {
        pairs.add(pairs(first, others, at));
        at += others;
      }
    }
    return new Stmt.Seq(pairs);
  }

  private Stmt pairs(int first, int others, int behind) {
    long most = (long) MOST * MOST >> STEP_BITS;
    Interval range = new Interval(-rows * most - rows, rows * most);
    Expr product = rounded(Expr.mul(new Expr.Var("z"), new Expr.Var("other")), STEP_BITS);
    Affine fixed = Affine.of(first);
    Affine moving = Affine.of(first + 1L).plus("pair", 1);
    Stmt sum =
        Stmt.For.of(
            new Axis("i", rows),
            Stmt.Seq.of(
                Stmt.Let.of("z", standard(fixed)),
                Stmt.Let.of("other", standard(moving)),
                new Stmt.Assign("products", sum("products", product, range))));
    return Stmt.For.of(
        new Axis("pair", others),
        Stmt.Seq.of(
            Stmt.Let.of("products", new Expr.Int(0), range),
            sum,
            new Stmt.Store(
                context.output(),
                Affine.of(behind).plus("pair", 1),
                mean(new Expr.Var("products"), rows))));
  }

  private Expr standard(Affine channel) {
    Expr x = new Expr.Load(context.input(0), channel.plus("i", channels));
    Expr difference = Expr.sub(x, new Expr.Load(means(), channel));
    Expr e =
        spread.shifted(
            difference,
            new Expr.Load(factors(), channel),
            new Expr.Load(halves(), channel),
            new Expr.Load(downs(), channel));
    return standard(e, new Expr.Load(reciprocals(), channel));
  }
}
