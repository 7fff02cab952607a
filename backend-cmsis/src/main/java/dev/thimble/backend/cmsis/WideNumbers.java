package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import dev.thimble.kernel.Interval;

/** Arithmetic in Thumb-2. */
final class WideNumbers extends NumberCode {
  private static final int BYTE = 255;
  private static final int MOST_IMMEDIATE = 4095;

  WideNumbers(VirtualCode code) {
    super(code);
  }

  @Override
  int number(int value) {
    int turned = Integer.rotateLeft(value, Integer.numberOfLeadingZeros(value) + 8);
    if (value >= 0 && value <= BYTE) {
      return code.constant("movs {0}, #" + value);
    } else if (value >= 0 && value <= 0xffff) {
      return code.constant("movw {0}, #" + value);
    } else if (value < 0 && value >= -BYTE - 1) {
      return code.constant("mvn {0}, #" + ~value);
    } else if (turned >= 0 && turned <= BYTE && Integer.numberOfTrailingZeros(value) > 0) {
      return code.constant("mov {0}, #0x" + Integer.toHexString(value));
    }
    return code.constant(
        "movw {0}, #" + (value & 0xffff) + "\nmovt {0}, #" + (value >>> Short.SIZE));
  }

  @Override
  int address(int constant, long offset) {
    String symbol = symbol(constant, offset);
    return code.constant("movw {0}, #:lower16:" + symbol + "\nmovt {0}, #:upper16:" + symbol);
  }

  @Override
  int large(int a, int by) {
    int size = Math.abs(by);
    if (size > MOST_IMMEDIATE) {
      return add(a, number(by));
    }
    String name = by > 0 ? "add" : "sub";
    return code.make((size <= BYTE ? name + "s" : name + "w") + " {0}, {1}, #" + size, a);
  }

  @Override
  void extreme(int a, int b, boolean larger) {
    String condition = larger ? "gt" : "lt";
    code.change("cmp {1}, {0}" + moved(condition) + "{1}", a, b);
  }

  /** A move under a condition, up to where its second operand comes. */
  private static String moved(String condition) {
    return "\nit " + condition + "\nmov" + condition + " {0}, ";
  }

  @Override
  int divide(int a, int b) {
    return code.make("sdiv {0}, {1}, {2}", a, b);
  }

  @Override
  int multiply(int a, int b) {
    return code.make("mul {0}, {1}, {2}", a, b);
  }

  @Override
  int multiplyAdd(int a, int b, int c) {
    return code.make("mla {0}, {1}, {2}, {3}", a, b, c);
  }

  @Override
  void accumulate(int sum, int a, int b) {
    code.change("mla {0}, {1}, {2}, {0}", sum, a, b);
  }

  @Override
  int clamp(int a, int shift, Interval range, Interval limits) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, limits.high()));
    String shifted = shift > 0 ? ", asr #" + shift : "";
    boolean whole = bits > 0 && limits.high() == (1L << bits) - 1;
    if (whole && limits.low() == 0) {
      return code.make("usat {0}, #" + bits + ", {1}" + shifted, a);
    } else if (whole && limits.low() == -1L << bits) {
      return code.make("ssat {0}, #" + (bits + 1) + ", {1}" + shifted, a);
    }
    int result = shift > 0 ? right(a, shift) : code.copy(a);
    if (range.low() < limits.low()) {
      limit(result, "lt", (int) limits.low());
    }
    if (range.high() > limits.high()) {
      limit(result, "gt", (int) limits.high());
    }
    return result;
  }

  private void limit(int value, String condition, int limit) {
    if (limit >= 0 && limit <= BYTE) {
      code.change("cmp {0}, #" + limit + moved(condition) + "#" + limit, value);
    } else {
      code.change("cmp {0}, {1}" + moved(condition) + "{1}", value, number(limit));
    }
  }

  @Override
  int select(Comparison test, int then, int otherwise) {
    int result = code.copy(otherwise);
    String text = "cmp {2}, {3}" + moved(test.condition()) + "{1}";
    code.change(text, result, then, test.left(), test.right());
    return result;
  }

  @Override
  int select(String condition, int left, int right, int then, int otherwise) {
    if (right < 0 || right > BYTE) {
      return super.select(condition, left, right, then, otherwise);
    }
    int result = code.copy(otherwise);
    code.change("cmp {2}, #" + right + moved(condition) + "{1}", result, then, left);
    return result;
  }

  @Override
  int magnitude(int a) {
    int turned = code.make("eor {0}, {1}, {1}, asr #31", a);
    return code.make("sub {0}, {1}, {2}, asr #31", turned, a);
  }

  /** A negative number is one more than all its bits turned. */
  @Override
  int mirrored(int sign, int value, int minus, int plus) {
    int turned = code.make("eor {0}, {1}, {2}, asr #31", value, sign);
    int more = code.make("and {0}, {1}, {2}, asr #31", number(minus + 1 - plus), sign);
    return plus(add(turned, more), plus);
  }

  @Override
  int scaled(int a, Factor multiplier, long constant, int shift, boolean twice) {
    int factor = multiplier.known() ? number(multiplier.value()) : multiplier.register();
    Wide sum = longNumber(constant);
    accumulate(sum, a, factor);
    if (twice) {
      accumulate(sum, logical(a, WORD_BITS - 1), number(Integer.MIN_VALUE));
    }
    return shifted(sum, shift);
  }

  @Override
  void accumulate(Wide sum, int a, int b) {
    code.line(Kind.PLAIN, "smlal {0}, {1}, {2}, {3}", 3, 15, sum.low(), sum.high(), a, b);
  }

  @Override
  int joined(int upper, int low, int bits) {
    return code.make("orr {0}, {1}, {2}, lsr #" + bits, upper, low);
  }
}
