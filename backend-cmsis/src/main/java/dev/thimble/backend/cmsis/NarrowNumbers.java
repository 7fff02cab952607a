package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.backend.cmsis.VirtualLine.Kind;
import dev.thimble.kernel.Interval;

/** Arithmetic in Thumb, without branches. */
final class NarrowNumbers extends NumberCode {
  private static final int BYTE = 255;
  private static final int HALF_BITS = 16;
  private static final int HALF = 0xffff;

  NarrowNumbers(VirtualCode code) {
    super(code);
  }

  @Override
  int number(int value) {
    return value >= 0 && value <= BYTE
        ? code.constant("movs {0}, #" + value)
        : code.pooled(Integer.toString(value));
  }

  @Override
  int address(int constant, long offset) {
    return code.pooled(symbol(constant, offset));
  }

  @Override
  int large(int a, int by) {
    if (Math.abs(by) > BYTE) {
      return add(a, number(by));
    }
    int result = code.copy(a);
    advance(result, by);
    return result;
  }

  @Override
  void extreme(int a, int b, boolean larger) {
    int difference = subtract(a, b);
    int mask = right(difference, WORD_BITS - 1);
    int excess = both(larger ? "ands" : "bics", difference, mask);
    code.change("subs {0}, {0}, {1}", a, excess);
  }

  @Override
  int divide(int a, int b) {
    throw new Unsupported("a quotient");
  }

  @Override
  int multiply(int a, int b) {
    int result = code.copy(a);
    code.change("muls {0}, {1}, {0}", result, b);
    return result;
  }

  @Override
  void accumulate(int sum, int a, int b) {
    int product = multiply(a, b);
    code.change("adds {0}, {0}, {1}", sum, product);
  }

  private int both(String name, int a, int b) {
    int result = code.copy(a);
    code.change(name + " {0}, {1}", result, b);
    return result;
  }

  @Override
  int clamp(int a, int shift, Interval range, Interval limits) {
    int result = right(a, shift);
    int low = (int) limits.low();
    boolean below = range.low() < limits.low();
    if (below) {
      int over = plus(result, -low);
      result = both("bics", over, right(over, WORD_BITS - 1));
    }
    int offset = below ? low : 0;
    if (range.high() > limits.high()) {
      int rest = less((int) limits.high() - offset, result);
      int missing = both("ands", rest, right(rest, WORD_BITS - 1));
      result = add(result, missing);
    }
    return plus(result, offset);
  }

  @Override
  int select(Comparison test, int then, int otherwise) {
    int a = test.left();
    int b = test.right();
    return switch (test.condition()) {
      case "lt" -> masked(subtract(a, b), then, otherwise);
      case "gt" -> masked(subtract(b, a), then, otherwise);
      case "ge" -> masked(subtract(a, b), otherwise, then);
      case "le" -> masked(subtract(b, a), otherwise, then);
      default -> throw new Unsupported(test.condition());
    };
  }

  @Override
  int select(String condition, int left, int right, int then, int otherwise) {
    return switch (condition) {
      case "lt" -> masked(plus(left, -right), then, otherwise);
      case "ge" -> masked(plus(left, -right), otherwise, then);
      default -> super.select(condition, left, right, then, otherwise);
    };
  }

  private int masked(int difference, int below, int otherwise) {
    int mask = right(difference, WORD_BITS - 1);
    int change = both("ands", both("eors", below, otherwise), mask);
    return both("eors", change, otherwise);
  }

  @Override
  int magnitude(int a) {
    int mask = right(a, WORD_BITS - 1);
    return subtract(both("eors", a, mask), mask);
  }

  @Override
  int mirrored(int sign, int value, int minus, int plus) {
    int mask = right(sign, WORD_BITS - 1);
    int turned = both("eors", value, mask);
    int more = both("ands", mask, number(minus + 1 - plus));
    return plus(add(turned, more), plus);
  }

  /**
   * From halves of both factors. The lowest 16 bits of the product do not count: the constant has
   * zeros there.
   */
  @Override
  int scaled(int a, Factor multiplier, long constant, int shift, boolean twice) {
    if ((constant & HALF) != 0 || shift <= HALF_BITS) {
      throw new Unsupported("a shift by " + shift);
    }
    int lowFactor = half(multiplier, false);
    int highFactor = half(multiplier, true);
    int low = code.make("uxth {0}, {1}", a);
    int high = right(a, HALF_BITS);
    int lowest = logical(multiply(low, lowFactor), HALF_BITS);
    int middle = plus(multiply(low, highFactor), (int) (constant >>> HALF_BITS & HALF));
    if (twice) {
      lowest = add(lowest, left(right(a, WORD_BITS - 1), HALF_BITS - 1));
    }
    lowest = add(lowest, multiply(high, lowFactor));
    middle = add(middle, code.make("uxth {0}, {1}", lowest));
    int top = add(multiply(high, highFactor), logical(middle, HALF_BITS));
    top = plus(add(top, right(lowest, HALF_BITS)), (int) (constant >> WORD_BITS));
    if (shift >= WORD_BITS) {
      return right(top, shift - WORD_BITS);
    }
    int rest = logical(left(middle, HALF_BITS), shift);
    return add(left(top, WORD_BITS - shift), rest);
  }

  @Override
  void accumulate(Wide sum, int a, int b) {
    int low = code.make("uxth {0}, {1}", a);
    int high = right(a, HALF_BITS);
    int lowFactor = code.make("uxth {0}, {1}", b);
    int highFactor = right(b, HALF_BITS);
    int lowest = multiply(low, lowFactor);
    int middle = add(multiply(high, lowFactor), logical(lowest, HALF_BITS));
    int carried = add(multiply(low, highFactor), code.make("uxth {0}, {1}", middle));
    int upper = add(multiply(high, highFactor), right(middle, HALF_BITS));
    upper = add(upper, right(carried, HALF_BITS));
    int lower = add(left(carried, HALF_BITS), code.make("uxth {0}, {1}", lowest));
    code.line(
        Kind.PLAIN,
        "adds {0}, {0}, {2}\nadcs {1}, {3}",
        3,
        15,
        sum.low(),
        sum.high(),
        lower,
        upper);
  }

  @Override
  int joined(int upper, int low, int bits) {
    return add(upper, logical(low, bits));
  }

  private int half(Factor factor, boolean upper) {
    if (factor.known()) {
      return number(upper ? factor.value() >>> HALF_BITS : factor.value() & HALF);
    }
    return upper
        ? logical(factor.register(), HALF_BITS)
        : code.make("uxth {0}, {1}", factor.register());
  }
}
