package dev.thimble.kernel.sums;

import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Axis;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Nest;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that constant expressions have for one channel.
 *
 * @param axis the axis that counts channels, or the last of two; empty if there is one channel
 * @param outer an axis, if there is one, a step of which is {@code inner} channels
 * @param inner extent of {@code axis}
 * @param channel which one
 */
record ChannelNumbers(String axis, String outer, int inner, long channel) {
  private boolean knows(Affine index) {
    return index.coefficient(outer) == inner * index.coefficient(axis) || outer.isEmpty();
  }

  private long at(Affine index) {
    return index.base() + index.coefficient(axis) * channel;
  }

  Optional<Long> number(Expr expr) {
    if (expr instanceof Expr.Int number) {
      return Optional.of(number.value());
    }
    if (expr instanceof Expr.Load load && load.buffer().isConstant()) {
      boolean known = knows(load.at()) && load.at().isOf(axis, outer);
      return known ? Optional.of(load.buffer().values()[(int) at(load.at())]) : Optional.empty();
    }
    if (expr instanceof Expr.Bin bin && (bin.op() == Expr.Op.ADD || bin.op() == Expr.Op.SUB)) {
      int sign = bin.op() == Expr.Op.ADD ? 1 : -1;
      return number(bin.left()).flatMap(a -> number(bin.right()).map(b -> a + sign * b));
    }
    return Optional.empty();
  }

  /** Limits around an offset around a ratio of the accumulator. */
  Optional<ScaleRule> rule(Expr result, Interval element) {
    Expr rest = result;
    Interval limits = element;
    long offset = 0;
    while (!(rest instanceof Expr.Requantise)) {
      if (rest instanceof Expr.Clamp clamp) {
        limits = limits.clamp(clamp.low() + offset, clamp.high() + offset);
        rest = clamp.value();
      } else if (rest instanceof Expr.Bin bin
          && (bin.op() == Expr.Op.ADD || bin.op() == Expr.Op.SUB)
          && bin.right() instanceof Expr.Int number) {
        offset += bin.op() == Expr.Op.ADD ? number.value() : -number.value();
        rest = bin.left();
      } else {
        return Optional.empty();
      }
    }
    Expr.Requantise ratio = (Expr.Requantise) rest;
    Optional<Long> multiplier = number(ratio.multiplier());
    Optional<Long> shift = number(ratio.shift());
    boolean plain = ratio.value() instanceof Expr.Var v && v.name().equals(Nest.ACC);
    if (!plain || multiplier.isEmpty() || shift.isEmpty() || multiplier.get() <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new ScaleRule(multiplier.get(), shift.get().intValue(), ratio.rounding(), offset, limits));
  }

  /** Tap by tap, the last axis fastest. */
  long[] weights(List<Axis> reduce, Expr.Load load, long offset) {
    int taps = reduce.stream().mapToInt(Axis::extent).reduce(1, Math::multiplyExact);
    long[] indices = new long[taps];
    indices[0] = at(load.at());
    int known = 1;
    for (int i = reduce.size() - 1; i >= 0; i--) {
      long stride = load.at().coefficient(reduce.get(i).name());
      int block = known;
      for (; known < block * reduce.get(i).extent(); known++) {
        indices[known] = indices[known - block] + stride;
      }
    }
    for (int tap = 0; tap < taps; tap++) {
      indices[tap] = load.buffer().values()[(int) indices[tap]] + offset;
    }
    return indices;
  }
}
