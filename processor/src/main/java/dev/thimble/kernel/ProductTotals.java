package dev.thimble.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The range of a sum of products of inputs and constants, {@code (x[..] + p) * (w[..] + q)}, as
 * {@link Ranges} defines it for any sum: negative and positive terms apart. Networks are full of
 * these, and a term needs no more here than a look at its constant.
 */
final class ProductTotals {
  private final long[] constants;
  private final long offset;
  private long negative;
  private long positive;

  private ProductTotals(long[] constants, long offset) {
    this.constants = constants;
    this.offset = offset;
  }

  /**
   * The sum over all points of the axes, each term {@code repeats} times; nothing if the term has
   * another form.
   *
   * @param scope the values of all variables that the axes do not name
   */
  static Optional<Interval> of(
      Expr term, List<Axis> axes, long repeats, Map<String, Interval> scope) {
    Optional<ProductLoop.Factor[]> factors = ProductLoop.factors(term);
    if (factors.isEmpty()) {
      return Optional.empty();
    }
    boolean first = isConstant(factors.get()[0]);
    ProductLoop.Factor weight = factors.get()[first ? 0 : 1];
    ProductLoop.Factor input = factors.get()[first ? 1 : 0];
    if (isConstant(input) || !isConstant(weight)) {
      return Optional.empty();
    }
    long[] values = weight.load().buffer().values();
    Affine at = weight.load().at();
    Optional<Long> start = start(at, axes, scope);
    if (start.isEmpty() || outside(at, start.get(), axes, values.length)) {
      return Optional.empty();
    }
    ProductTotals totals = new ProductTotals(values, weight.offset());
    totals.walk(at, axes, 0, start.get());
    return Optional.of(totals.range(input, repeats));
  }

  private static boolean isConstant(ProductLoop.Factor factor) {
    return factor.load().buffer().isConstant();
  }

  /** The index at the axes' first point; nothing where another variable is not one number. */
  private static Optional<Long> start(Affine at, List<Axis> axes, Map<String, Interval> scope) {
    long start = at.base();
    for (Map.Entry<String, Long> part : at.terms().entrySet()) {
      if (axes.stream().noneMatch(axis -> axis.name().equals(part.getKey()))) {
        Interval value = scope.get(part.getKey());
        if (value == null || value.low() != value.high()) {
          return Optional.empty();
        }
        start += part.getValue() * value.low();
      }
    }
    return Optional.of(start);
  }

  private static boolean outside(Affine at, long start, List<Axis> axes, int length) {
    long low = start;
    long high = start;
    for (Axis axis : axes) {
      long last = at.coefficient(axis.name()) * (axis.extent() - 1);
      low += Math.min(0, last);
      high += Math.max(0, last);
    }
    return low < 0 || high >= length;
  }

  private void walk(Affine at, List<Axis> axes, int depth, long index) {
    if (depth == axes.size()) {
      long weight = constants[(int) index] + offset;
      negative += Math.min(0, weight);
      positive += Math.max(0, weight);
      return;
    }
    long step = at.coefficient(axes.get(depth).name());
    for (long i = 0; i < axes.get(depth).extent(); i++) {
      walk(at, axes, depth + 1, index + i * step);
    }
  }

  private Interval range(ProductLoop.Factor input, long repeats) {
    Interval values = input.load().buffer().range().plus(Interval.of(input.offset()));
    long low = Math.min(0, values.low());
    long high = Math.max(0, values.high());
    return new Interval(
        Math.multiplyExact(repeats, sum(low, high)), Math.multiplyExact(repeats, sum(high, low)));
  }

  private long sum(long byPositive, long byNegative) {
    return Math.addExact(
        Math.multiplyExact(positive, byPositive), Math.multiplyExact(negative, byNegative));
  }
}
