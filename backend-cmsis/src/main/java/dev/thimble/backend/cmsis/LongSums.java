package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.sums.ValueRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Sums of products that need 64 bits, of which 32 are left after a shift. */
final class LongSums {
  private final NumberCode numbers;
  private final ValueRanges ranges;
  private final ToIntFunction<Expr> values;

  /**
   * Sums.
   *
   * @param values computes expressions of 32 bits
   */
  LongSums(NumberCode numbers, ValueRanges ranges, ToIntFunction<Expr> values) {
    this.numbers = numbers;
    this.ranges = ranges;
    this.values = values;
  }

  /** Numbers that are added up, and products. */
  private static final class Parts {
    long number;
    final List<Expr.Bin> products = new ArrayList<>();
    final List<Expr> others = new ArrayList<>();
  }

  private boolean isShort(Expr expr) {
    return Element.I32.range().contains(ranges.of(expr));
  }

  private void collect(Expr expr, Parts parts) {
    if (expr instanceof Expr.Int number) {
      parts.number += number.value();
    } else if (expr instanceof Expr.Bin bin && bin.op() == Expr.Op.ADD) {
      collect(bin.left(), parts);
      collect(bin.right(), parts);
    } else if (expr instanceof Expr.Bin bin
        && bin.op() == Expr.Op.SUB
        && bin.right() instanceof Expr.Int number) {
      parts.number -= number.value();
      collect(bin.left(), parts);
    } else if (expr instanceof Expr.Bin bin
        && bin.op() == Expr.Op.MUL
        && isShort(bin.left())
        && isShort(bin.right())) {
      parts.products.add(bin);
    } else if (isShort(expr)) {
      parts.others.add(expr);
    } else {
      throw new Unsupported("64 bits");
    }
  }

  /** The lower 32 bits of a sum that is shifted right. */
  int shifted(Expr sum, int bits) {
    Parts parts = new Parts();
    collect(sum, parts);
    NumberCode.Wide total = numbers.longNumber(parts.number);
    for (Expr.Bin product : parts.products) {
      int a = values.applyAsInt(product.left());
      numbers.accumulate(total, a, values.applyAsInt(product.right()));
    }
    for (Expr other : parts.others) {
      numbers.accumulate(total, values.applyAsInt(other), numbers.number(1));
    }
    return numbers.shifted(total, bits);
  }
}
