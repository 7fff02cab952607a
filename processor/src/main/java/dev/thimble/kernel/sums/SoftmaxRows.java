package dev.thimble.kernel.sums;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A kernel that is softmax over rows of signed bytes: with {@code d} the distance of a value to its
 * row's largest and {@code S} the sum of all {@code addends[d]}, the output is {@code min(255,
 * (numerators[d] + S) / 2S) - 128}, but for corrections. Entries beyond a table are 0.
 *
 * @param input what is read
 * @param output what is written
 * @param rows how many
 * @param classes values of a row
 * @param addends of each distance
 * @param numerators of each distance
 * @param corrections where the quotient is not the result
 */
public record SoftmaxRows(
    Buffer input,
    Buffer output,
    int rows,
    int classes,
    long[] addends,
    long[] numerators,
    List<Correction> corrections) {
  /** Binary places of a merged numerator behind its addend. */
  public static final int PLACES = 9;

  /** What rounds a merged numerator to its addend. */
  public static final int HALF = 1 << (PLACES - 1);

  private static final int DISTANCES = 256;

  /** At this distance and for sums from {@code low} to {@code high}, the result is so much more. */
  public record Correction(long distance, long low, long high, long more) {}

  /** The kernel seen so, if it is one. */
  public static Optional<SoftmaxRows> of(Kernel kernel) {
    Stmt row = kernel.body();
    int rows = 1;
    if (row instanceof Stmt.For outer && outer.to() instanceof Expr.Int count) {
      rows = Math.toIntExact(count.value());
      row = outer.body();
    }
    boolean found =
        row instanceof Stmt.Seq seq
            && seq.body().size() == 3
            && seq.body().get(0) instanceof Stmt.Fold largest
            && largest.op() == Expr.Op.MAX
            && seq.body().get(1) instanceof Stmt.Fold sum
            && sum.op() == Expr.Op.ADD
            && seq.body().get(2) instanceof Stmt.For
            && kernel.inputs().size() == 1
            && kernel.outputs().size() == 1
            && kernel.inputs().get(0).element() == Element.I8
            && kernel.outputs().get(0).element() == Element.I8;
    if (!found) {
      return Optional.empty();
    }
    List<Stmt> parts = ((Stmt.Seq) row).body();
    Optional<long[]> addends = table(((Stmt.Fold) parts.get(1)).term());
    Stmt.For each = (Stmt.For) parts.get(2);
    boolean loop =
        each.body() instanceof Stmt.Seq body
            && body.body().size() >= 3
            && body.body().get(1) instanceof Stmt.Let
            && each.to() instanceof Expr.Int;
    if (!loop || addends.isEmpty()) {
      return Optional.empty();
    }
    List<Stmt> steps = ((Stmt.Seq) each.body()).body();
    Optional<long[]> numerators = table(((Stmt.Let) steps.get(1)).value());
    List<Correction> corrections = corrections(steps.subList(2, steps.size() - 1));
    if (numerators.isEmpty() || corrections.size() != Math.max(0, steps.size() - 4)) {
      return Optional.empty();
    }
    return divides(steps.get(steps.size() - 1))
        ? Optional.of(
            new SoftmaxRows(
                kernel.inputs().get(0),
                kernel.outputs().get(0),
                rows,
                Math.toIntExact(((Expr.Int) each.to()).value()),
                addends.get(),
                numerators.get(),
                corrections))
        : Optional.empty();
  }

  /** Whether the statement stores a quotient, brought between 0 and 255, less 128. */
  private static boolean divides(Stmt last) {
    if (!(last instanceof Stmt.Store store)
        || !(store.value() instanceof Expr.Bin less)
        || less.op() != Expr.Op.SUB
        || !(less.left() instanceof Expr.Clamp clamp)) {
      return false;
    }
    Expr score = clamp.value();
    if (score instanceof Expr.Bin corrected && corrected.op() == Expr.Op.ADD) {
      score = corrected.left();
    }
    // One of two clamps to the same limits may have gone.
    while (score instanceof Expr.Clamp inner) {
      score = inner.value();
    }
    return score instanceof Expr.Bin division && division.op() == Expr.Op.DIV;
  }

  private static Optional<long[]> table(Expr expr) {
    if (expr instanceof Expr.Select select) {
      return table(select.then());
    }
    return expr instanceof Expr.Lookup lookup && lookup.buffer().isConstant()
        ? Optional.of(lookup.buffer().values())
        : Optional.empty();
  }

  /** What the tests behind the correction's variable say. */
  private static List<Correction> corrections(List<Stmt> statements) {
    List<Correction> corrections = new ArrayList<>();
    for (Stmt statement : statements) {
      if (statement instanceof Stmt.If test && test.right() instanceof Expr.Int distance) {
        correction(distance.value(), test.then()).ifPresent(corrections::add);
      }
    }
    return corrections;
  }

  private static Optional<Correction> correction(long distance, Stmt then) {
    long low = Long.MIN_VALUE;
    long high = Long.MAX_VALUE;
    Stmt rest = then;
    while (rest instanceof Stmt.If test && test.right() instanceof Expr.Int limit) {
      low = test.relation() == Expr.Relation.LE ? low : limit.value();
      high = test.relation() == Expr.Relation.GE ? high : limit.value();
      rest = test.then();
    }
    return rest instanceof Stmt.Assign assign && assign.value() instanceof Expr.Int more
        ? Optional.of(new Correction(distance, low, high, more.value()))
        : Optional.empty();
  }

  /** Whether sums have 31 bits, and corrected quotients need no limits. */
  public boolean isPlain() {
    return mostSum() < 1L << 31 && corrections.stream().allMatch(this::isPlain);
  }

  private boolean isPlain(Correction c) {
    long numerator = numerator((int) c.distance());
    long low = Math.max(c.low(), addend(0));
    long least = (numerator + c.high()) / (2 * c.high()) + c.more();
    long most = (numerator + low) / (2 * low) + c.more();
    return c.high() < 1L << 31 && least >= 0 && most <= 255;
  }

  /** The largest sum of a row. */
  public long mostSum() {
    return LongStream.of(addends).max().orElse(0) * classes;
  }

  /**
   * Numerators that give the addends, too: an addend is its numerator divided by 512, rounded. They
   * go to the last whose addend is not zero, and one behind it. Those beyond the kernel's own table
   * give the addend and the quotient 0.
   */
  public Optional<long[]> merged() {
    int last = Math.max(addends.length, numerators.length);
    long[] all = new long[Math.min(last + 1, DISTANCES)];
    for (int d = 0; d < all.length; d++) {
      boolean given = d < numerators.length;
      long addend = addend(d);
      long numerator = given ? numerator(d) : Math.max(0, (addend << PLACES) - HALF);
      boolean own = given || numerator < addend(0) + addend;
      boolean fits = numerator >= 0 && numerator < 1L << 31;
      if (!own || !fits || (numerator + HALF) >> PLACES != addend) {
        return Optional.empty();
      }
      all[d] = numerator;
    }
    return addend(0) > 0 ? Optional.of(all) : Optional.empty();
  }

  /** What is added for a distance. */
  public long addend(int distance) {
    return distance < addends.length ? addends[distance] : 0;
  }

  /** The numerator of a distance. */
  public long numerator(int distance) {
    return distance < numerators.length ? numerators[distance] : 0;
  }
}
