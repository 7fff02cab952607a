package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ValueRanges;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expressions of the kernel language in registers. Only as many bytes are computed as are wanted,
 * and never more than the proven range needs. Everything takes as long whatever the numbers are.
 */
final class ExpressionCode {
  private final Words words;
  private final Products products;
  private final Quotients quotients;
  private final Choices choices;
  private final Locals locals;
  private final Arrays arrays;
  private final Timing.Collector timing;
  final ValueRanges ranges;

  ExpressionCode(
      Words words, Locals locals, Arrays arrays, Timing.Collector timing, boolean multiplier) {
    this.words = words;
    this.locals = locals;
    this.arrays = arrays;
    this.timing = timing;
    this.products = new Products(words, multiplier);
    this.quotients = new Quotients(words, products, multiplier);
    this.ranges = new ValueRanges(name -> locals.get(name).range);
    this.choices = new Choices(this, words);
  }

  /** Bytes that every value of the expression fits into. */
  int natural(Expr expr) {
    return Widths.of(ranges.of(expr));
  }

  /** The lowest bytes of the expression; fewer than wanted where it has no more. */
  Value of(Expr expr, int wanted) {
    Interval range = ranges.of(expr);
    int size = Math.min(wanted, Widths.of(range));
    if (range.low() == range.high()) {
      return words.constant(range.low(), size).signed(range.low() < 0);
    } else if (expr instanceof Expr.Index index) {
      return of(sum(index.at()), size);
    } else if (expr instanceof Expr.Var variable) {
      Locals.Local local = locals.get(variable.name());
      return locals.get(local, Math.min(size, local.size));
    } else if (expr instanceof Expr.Load load) {
      return arrays.load(load.buffer(), load.at(), size).signed(range.low() < 0);
    } else if (expr instanceof Expr.Lookup lookup) {
      return lookup(lookup, size).signed(range.low() < 0);
    } else if (expr instanceof Expr.Bin bin) {
      return bin(bin, size).signed(range.low() < 0);
    } else if (expr instanceof Expr.Select select) {
      return choices.select(select, size).signed(range.low() < 0);
    } else if (expr instanceof Expr.Clamp clamp) {
      return clamp(clamp, size).signed(range.low() < 0);
    } else if (expr instanceof Expr.Wrap wrap) {
      return of(wrap.value(), Math.min(size, wrap.type().bytes())).signed(range.low() < 0);
    } else if (expr instanceof Expr.Requantise requantise) {
      return requantise(requantise, size).signed(range.low() < 0);
    }
    throw new Unsupported("taps");
  }

  /** An index as a sum of products. */
  private static Expr sum(Affine at) {
    Expr sum = null;
    for (Map.Entry<String, Long> term : at.terms().entrySet()) {
      Expr variable = new Expr.Var(term.getKey());
      Expr product =
          term.getValue() == 1 ? variable : Expr.mul(variable, new Expr.Int(term.getValue()));
      sum = sum == null ? product : Expr.add(sum, product);
    }
    return sum == null ? new Expr.Int(at.base()) : Expr.add(sum, new Expr.Int(at.base()));
  }

  private Value lookup(Expr.Lookup lookup, int size) {
    Buffer table = lookup.buffer();
    int addressed = arrays.isFar(table) ? 3 : 2;
    Value index = of(lookup.at(), addressed);
    int unit = table.element().bytes();
    if (unit > 1) {
      Value scaled = words.own(index, addressed);
      for (int i = 1; i < unit; i *= 2) {
        words.left(scaled.bytes(), 1);
      }
      index = scaled;
    }
    return arrays.lookup(table, index, size);
  }

  private Value bin(Expr.Bin bin, int size) {
    return switch (bin.op()) {
      case ADD, SUB -> sum(bin, size);
      case MUL -> product(bin, size);
      case DIV -> quotient(bin, size, Long.MAX_VALUE);
      case MIN, MAX -> choices.extreme(bin, size);
      case SHL, SHR -> shift(bin, size);
    };
  }

  private Value sum(Expr.Bin bin, int size) {
    boolean minus = bin.op() == Expr.Op.SUB;
    Interval right = ranges.of(bin.right());
    if (right.low() == right.high()) {
      Value sum = words.own(of(bin.left(), size), size);
      words.add(sum.bytes(), minus ? -right.low() : right.low());
      return sum;
    }
    Value a = of(bin.left(), size);
    Value b = of(bin.right(), size);
    boolean turn = !minus && !isWritable(a, size) && isWritable(b, size);
    return words.combine(minus ? "sub" : "add", turn ? b : a, turn ? a : b, size);
  }

  private static boolean isWritable(Value value, int size) {
    return value.size() >= size && value.owned().containsAll(value.bytes());
  }

  private Value product(Expr.Bin bin, int size) {
    Interval right = ranges.of(bin.right());
    if (right.low() == right.high()) {
      return times(bin.left(), right.low(), size);
    }
    Interval left = ranges.of(bin.left());
    if (left.low() == left.high()) {
      return times(bin.right(), left.low(), size);
    }
    Value a = of(bin.left(), size);
    boolean square = bin.left().equals(bin.right());
    Value b = square ? Value.borrowed(a.bytes(), a.signed()) : of(bin.right(), size);
    return products.of(a, b, size);
  }

  private Value times(Expr expr, long factor, int size) {
    if (factor < 0) {
      Value positive = times(expr, -factor, size);
      Value zero = words.constant(0, size);
      return words.combine("sub", zero, positive, size);
    }
    if (Long.bitCount(factor) == 1) {
      return left(of(expr, size), Long.numberOfTrailingZeros(factor), size);
    }
    return products.of(of(expr, size), factor, size);
  }

  private Value left(Value value, int bits, int size) {
    Value wide = words.own(value, size);
    for (int i = 0; i < bits / 8; i++) {
      for (int k = size - 1; k > 0; k--) {
        words.lines.one("mov r%d, r%d".formatted(wide.get(k), wide.get(k - 1)));
      }
      words.load(wide.get(0), 0);
    }
    words.left(wide.bytes(), bits % 8);
    return wide;
  }

  private Value shift(Expr.Bin bin, int size) {
    Interval by = ranges.of(bin.right());
    if (by.low() == by.high()) {
      int bits = Math.toIntExact(by.low());
      if (bin.op() == Expr.Op.SHL) {
        return left(of(bin.left(), size), bits, size);
      }
      return words.shiftedRight(of(bin.left(), size + bits / 8 + 1), bits, size);
    }
    if (bin.op() == Expr.Op.SHL) {
      return shiftedBy(words.own(of(bin.left(), size), size), bin.right(), by.low(), false);
    }
    Value value = of(bin.left(), Long.BYTES);
    boolean signed = value.signed();
    Value wide = words.own(value, value.size()).signed(signed);
    return words.truncated(shiftedBy(wide, bin.right(), 0, true), size);
  }

  /**
   * Bits in a loop, {@code by - less} of them; the rounds depend on constants only, or are bounds.
   */
  private Value shiftedBy(Value value, Expr by, long less, boolean right) {
    Interval range = ranges.of(by);
    Value count = words.own(of(by, 1), 1);
    if (!right) {
      less = 0;
    }
    words.add(count.bytes(), -less);
    timing.add(words.lines.take());
    words.lines.begin();
    if (right) {
      words.right(value.bytes(), value.signed(), 1);
    } else {
      words.left(value.bytes(), 1);
    }
    long round = words.lines.take();
    words.lines.whileCounted(count.get(0), words.lines.end());
    words.lines.take();
    Expr rounds = Expr.sub(by, new Expr.Int(less));
    timing.add(
        new Timing.Loop(
            " shift",
            new Expr.Int(0),
            rounds,
            2,
            new Timing.Fixed(Timing.Cycles.of(round + 3)),
            2,
            4,
            range.high() - less));
    words.registers.release(count);
    return value;
  }

  private Value quotient(Expr.Bin bin, int size, long most) {
    Interval a = ranges.of(bin.left());
    Interval b = ranges.of(bin.right());
    Interval quotient = a.dividedBy(b);
    if (a.low() == Long.MIN_VALUE) {
      throw new Unsupported("a dividend of all 64 bits");
    }
    Value left = of(bin.left(), Long.BYTES);
    int mask = -1;
    if (a.low() < 0) {
      mask = words.registers.temporary(1).get(0);
      left = magnitude(left, Widths.of(new Interval(0, Math.max(-a.low(), a.high()))), mask);
    }
    long largest = Math.max(-quotient.low(), quotient.high());
    Value result = magnitude(bin, left, b, Math.min(largest, most), Math.max(-a.low(), a.high()));
    if (mask >= 0) {
      Value signed = words.own(result.signed(false), size);
      negate(signed.bytes(), mask);
      words.registers.release(List.of(mask));
      return signed;
    }
    return words.truncated(result, size);
  }

  private Value magnitude(Expr.Bin bin, Value left, Interval b, long most, long dividend) {
    int size = Widths.of(new Interval(0, Math.max(1, most)));
    if (b.low() == b.high()) {
      var simple = quotients.byConstant(left.signed(false), dividend, b.low(), size);
      if (simple.isPresent()) {
        return simple.get();
      }
    }
    int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(most));
    return quotients.of(left, of(bin.right(), Long.BYTES), bits);
  }

  /** The number without its sign; all bits of the mask are set where it was negative. */
  private Value magnitude(Value value, int size, int mask) {
    words.mask(mask, value.top());
    Value own = words.own(value, Math.max(size, value.size()));
    negate(own.bytes(), mask);
    return words.truncated(own, size).signed(false);
  }

  private void negate(List<Integer> bytes, int mask) {
    for (int register : bytes) {
      words.lines.one("eor r%d, r%d".formatted(register, mask));
    }
    for (int i = 0; i < bytes.size(); i++) {
      words.lines.one("%s r%d, r%d".formatted(i == 0 ? "sub" : "sbc", bytes.get(i), mask));
    }
  }

  private Value clamp(Expr.Clamp clamp, int size) {
    if (clamp.value() instanceof Expr.Bin bin && bin.op() == Expr.Op.DIV) {
      Interval a = ranges.of(bin.left());
      long bits = Long.highestOneBit(Math.max(1, clamp.high())) * 2 - 1;
      if (a.low() >= 0 && clamp.high() == bits && clamp.low() <= 0) {
        return quotient(bin, size, clamp.high());
      }
    }
    return choices.clamp(of(clamp.value(), Long.BYTES), ranges.of(clamp.value()), clamp, size);
  }

  private Value requantise(Expr.Requantise r, int size) {
    return new Requantisation(this, words, products).of(r, size, this::shiftedBy);
  }

  /** How a number is shifted by another. */
  @FunctionalInterface
  interface Shift {
    Value by(Value value, Expr by, long less, boolean right);
  }

  /** No registers at all. */
  static Value nothing() {
    return new Value(List.of(), false, Set.of());
  }
}
