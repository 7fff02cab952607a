package dev.thimble.kernel.sums;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Stmt;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A kernel that is softmax over rows of signed words. With {@code d <= 0} the distance of a value
 * to its row's largest, its power is the first table at {@code d * multiplier * 2^-shift + 65535},
 * rounded as {@link Expr.Requantise} does twice and not below 0; with {@code m} the first 17 bits
 * of the powers' sum, rounded, the row's reciprocal is the second table at {@code min(65535, m -
 * 65536)}. The output is power times reciprocal, shifted by one less than the sum has bits, rounded
 * and at most 32767. Both tables have an entry for each 128 numbers, and are interpolated.
 *
 * @param input what is read
 * @param output what is written
 * @param powers a row's powers, in scratch
 * @param rows how many
 * @param classes values of a row
 * @param multiplier of distances, not negative
 * @param shift of distances
 * @param exponentials the first table
 * @param reciprocals the second table
 * @param fewest bits of a sum
 * @param most bits of a sum
 */
public record WordSoftmaxRows(
    Buffer input,
    Buffer output,
    Buffer powers,
    int rows,
    int classes,
    long multiplier,
    int shift,
    Buffer exponentials,
    Buffer reciprocals,
    int fewest,
    int most) {
  /** Bits of a number between two entries. */
  public static final int STEP_BITS = 7;

  /** Bits of the sum that its reciprocal is looked up with. */
  public static final int MANTISSA_BITS = 17;

  private static final int ENTRIES = 513;

  /** The last number that a table is looked up at. */
  private static final int LAST = (1 << 16) - 1;

  /** Statements before the first test of the sum's bits. */
  private static final int BEFORE_TESTS = 5;

  /** Statements behind the last test: the reciprocal in three steps, the outputs. */
  private static final int AFTER_TESTS = 4;

  /** The kernel seen so, if it is one. */
  public static Optional<WordSoftmaxRows> of(Kernel kernel) {
    Stmt row = kernel.body();
    int rows = 1;
    if (row instanceof Stmt.For outer && outer.to() instanceof Expr.Int count) {
      rows = Math.toIntExact(count.value());
      row = outer.body();
    }
    return row instanceof Stmt.Seq seq
            && seq.body().size() >= BEFORE_TESTS + AFTER_TESTS
            && isOfWords(kernel)
            && hasShape(seq.body())
        ? of(kernel, rows, seq.body())
        : Optional.empty();
  }

  private static boolean isOfWords(Kernel kernel) {
    return kernel.inputs().size() == 1
        && kernel.outputs().size() == 1
        && kernel.scratch().size() == 1
        && kernel.inputs().get(0).element() == Element.I16
        && kernel.outputs().get(0).element() == Element.I16
        && kernel.scratch().get(0).element() == Element.I16;
  }

  /** The largest, powers, their sum, its bits, reciprocal, outputs. */
  private static boolean hasShape(List<Stmt> steps) {
    int tests = steps.size() - BEFORE_TESTS - AFTER_TESTS;
    boolean folds =
        steps.get(0) instanceof Stmt.Fold largest
            && largest.op() == Expr.Op.MAX
            && steps.get(2) instanceof Stmt.Fold sum
            && sum.op() == Expr.Op.ADD;
    return folds
        && steps.get(1) instanceof Stmt.For powers
        && powers.to() instanceof Expr.Int
        && powers.body() instanceof Stmt.Seq power
        && power.body().size() == 4
        && steps.get(3) instanceof Stmt.Let bits
        && bits.value() instanceof Expr.Int
        && steps.get(4) instanceof Stmt.Let
        && IntStream.range(0, tests).allMatch(i -> steps.get(BEFORE_TESTS + i) instanceof Stmt.If)
        && steps.get(steps.size() - 1) instanceof Stmt.For;
  }

  private static Optional<WordSoftmaxRows> of(Kernel kernel, int rows, List<Stmt> steps) {
    Stmt.For each = (Stmt.For) steps.get(1);
    List<Stmt> power = ((Stmt.Seq) each.body()).body();
    Optional<Expr.Requantise> scale = value(power.get(0)).flatMap(WordSoftmaxRows::scale);
    Optional<Buffer> exponentials = value(power.get(2)).flatMap(WordSoftmaxRows::table);
    Optional<Buffer> reciprocals =
        value(steps.get(steps.size() - 2)).flatMap(WordSoftmaxRows::table);
    if (scale.isEmpty() || exponentials.isEmpty() || reciprocals.isEmpty()) {
      return Optional.empty();
    }
    int fewest = Math.toIntExact(((Expr.Int) ((Stmt.Let) steps.get(3)).value()).value());
    return Optional.of(
        new WordSoftmaxRows(
            kernel.inputs().get(0),
            kernel.outputs().get(0),
            kernel.scratch().get(0),
            rows,
            Math.toIntExact(((Expr.Int) each.to()).value()),
            ((Expr.Int) scale.get().multiplier()).value(),
            Math.toIntExact(((Expr.Int) scale.get().shift()).value()),
            exponentials.get(),
            reciprocals.get(),
            fewest,
            fewest + steps.size() - BEFORE_TESTS - AFTER_TESTS));
  }

  private static Optional<Expr> value(Stmt stmt) {
    return stmt instanceof Stmt.Let let ? Optional.of(let.value()) : Optional.empty();
  }

  private static Optional<Expr.Requantise> scale(Expr expr) {
    if (expr instanceof Expr.Requantise r) {
      boolean known =
          r.multiplier() instanceof Expr.Int factor
              && factor.value() >= 0
              && r.shift() instanceof Expr.Int;
      return known ? Optional.of(r) : Optional.empty();
    }
    return Expressions.parts(expr).stream().flatMap(part -> scale(part).stream()).findFirst();
  }

  private static Optional<Buffer> table(Expr expr) {
    if (expr instanceof Expr.Lookup lookup) {
      boolean whole = lookup.buffer().isConstant() && lookup.buffer().length() == ENTRIES;
      return whole ? Optional.of(lookup.buffer()) : Optional.empty();
    }
    return Expressions.parts(expr).stream().flatMap(part -> table(part).stream()).findFirst();
  }

  /** What is added to products of distances before they are shifted: both roundings. */
  public long rounding() {
    long nudge = shift > 31 ? 1L << 30 : 0;
    return (1L << (shift - 1)) - nudge;
  }

  /** No output is larger before it is limited; the field's tables give 32768. */
  public long largestOutput() {
    long[] powers = exponentials.values();
    boolean rises = IntStream.range(1, powers.length).allMatch(i -> powers[i] >= powers[i - 1]);
    long power = rises ? powerOfLargest() : exponentials.range().high();
    long largest = 0;
    for (int bits = fewest; bits <= most; bits++) {
      long sum = Math.max(1L << (bits - 1), powerOfLargest());
      long half = 1L << (bits - 2);
      largest = Math.max(largest, (power * reciprocalOf(sum, bits) + half) >> (bits - 1));
    }
    return largest;
  }

  /** Every sum has the power of the row's largest in it. */
  private long powerOfLargest() {
    return between(exponentials.values(), LAST);
  }

  /** No reciprocal is larger of a sum of at least so much with so many bits. */
  private long reciprocalOf(long sum, int bits) {
    long[] table = reciprocals.values();
    boolean falls = IntStream.range(1, table.length).allMatch(i -> table[i] <= table[i - 1]);
    long mantissa = (sum << (2 * MANTISSA_BITS - bits)) >> MANTISSA_BITS;
    int at = (int) Math.min(LAST, mantissa - (1L << (MANTISSA_BITS - 1)));
    return falls ? between(table, at) : reciprocals.range().high();
  }

  private static long between(long[] table, int at) {
    int entry = at >> STEP_BITS;
    int rest = at & ((1 << STEP_BITS) - 1);
    long rise = (table[entry + 1] - table[entry]) * rest;
    return table[entry] + ((rise + (1 << (STEP_BITS - 1))) >> STEP_BITS);
  }
}
