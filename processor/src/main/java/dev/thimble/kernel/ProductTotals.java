package dev.thimble.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The range of a sum of products of inputs and constants, {@code (x[..] + p) * (w[..] + q)}, as
 * {@link Ranges} defines it for any sum: negative and positive terms apart. Networks are full of
 * these, and a term needs no more here than a look at its constant.
 */
final class ProductTotals {
  private final ProductLoop.Factor input;
  private final long[] constants;
  private final long offset;
  private final long repeats;
  private final Affine at;

  /** The axes from the outermost to the innermost: extents and strides of the constants. */
  private final int[] extents;

  private final int[] strides;

  /** Variables of the constants' index that are none of the axes. */
  private final List<String> outer;

  private ProductTotals(
      ProductLoop.Factor input, ProductLoop.Factor weight, List<Axis> axes, long repeats) {
    this.input = input;
    this.constants = weight.load().buffer().values();
    this.offset = weight.offset();
    this.repeats = repeats;
    this.at = weight.load().at();
    this.extents = axes.stream().mapToInt(Axis::extent).toArray();
    this.strides =
        axes.stream().mapToInt(axis -> Math.toIntExact(at.coefficient(axis.name()))).toArray();
    this.outer = new ArrayList<>(at.terms().keySet());
    axes.forEach(axis -> outer.remove(axis.name()));
  }

  /**
   * The sum over all points of the axes, each term {@code repeats} times; nothing if the term has
   * another form.
   */
  static Optional<ProductTotals> of(Expr term, List<Axis> axes, long repeats) {
    Optional<ProductLoop.Factor[]> factors = ProductLoop.factors(term);
    if (factors.isEmpty()) {
      return Optional.empty();
    }
    boolean first = isConstant(factors.get()[0]);
    ProductLoop.Factor weight = factors.get()[first ? 0 : 1];
    ProductLoop.Factor input = factors.get()[first ? 1 : 0];
    return isConstant(input) || !isConstant(weight)
        ? Optional.empty()
        : Optional.of(new ProductTotals(input, weight, axes, repeats));
  }

  private static boolean isConstant(ProductLoop.Factor factor) {
    return factor.load().buffer().isConstant();
  }

  /**
   * The range where the other variables have these values; nothing where one of them is not one
   * number.
   */
  Optional<Interval> at(Map<String, Interval> scope) {
    long start = at.base();
    for (String variable : outer) {
      Interval value = scope.get(variable);
      if (value == null || value.low() != value.high()) {
        return Optional.empty();
      }
      start += at.coefficient(variable) * value.low();
    }
    if (outside(start)) {
      return Optional.empty();
    }
    Sums sums = new Sums();
    walk(0, (int) start, sums);
    return Optional.of(range(sums));
  }

  private boolean outside(long start) {
    long low = start;
    long high = start;
    for (int axis = 0; axis < extents.length; axis++) {
      long last = (long) strides[axis] * (extents[axis] - 1);
      low += Math.min(0, last);
      high += Math.max(0, last);
    }
    return low < 0 || high >= constants.length;
  }

  private void walk(int depth, int index, Sums sums) {
    if (depth >= extents.length - 1) {
      int last = extents.length - 1;
      sums.add(index, last < 0 ? 1 : extents[last], last < 0 ? 0 : strides[last]);
      return;
    }
    for (int i = 0; i < extents[depth]; i++) {
      walk(depth + 1, index + i * strides[depth], sums);
    }
  }

  /** Of the constants' negative and positive numbers. */
  private final class Sums {
    private long negative;
    private long positive;

    void add(int start, int count, int stride) {
      long down = 0;
      long up = 0;
      for (int i = 0; i < count; i++) {
        long weight = constants[start + i * stride] + offset;
        down += Math.min(0, weight);
        up += Math.max(0, weight);
      }
      negative += down;
      positive += up;
    }
  }

  private Interval range(Sums sums) {
    Interval values = input.load().buffer().range().plus(Interval.of(input.offset()));
    long low = Math.min(0, values.low());
    long high = Math.max(0, values.high());
    return new Interval(
        Math.multiplyExact(repeats, sum(sums, low, high)),
        Math.multiplyExact(repeats, sum(sums, high, low)));
  }

  private static long sum(Sums sums, long byPositive, long byNegative) {
    return Math.addExact(
        Math.multiplyExact(sums.positive, byPositive),
        Math.multiplyExact(sums.negative, byNegative));
  }
}
