package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import java.util.List;
import java.util.Optional;

/** Quotients, in as long whatever the numbers are. */
final class Quotients {
  private static final int MOST_BYTES = 7;

  private final Words words;
  private final Products products;
  private final boolean multiplier;

  Quotients(Words words, Products products, boolean multiplier) {
    this.words = words;
    this.products = products;
    this.multiplier = multiplier;
  }

  /**
   * {@code a / b}, neither negative, as a number of so many bits; where the quotient is larger, all
   * of these bits are set.
   */
  Value of(Value a, Value b, int bits) {
    int size = Math.max(a.size(), b.size() + (bits - 1 + 7) / 8);
    Value rest = words.own(a, size);
    Value divisor = words.own(b, size);
    for (int i = 0; i < (bits - 1) / 8; i++) {
      for (int k = size - 1; k >= 0; k--) {
        int from = k == 0 ? Registers.ZERO : divisor.get(k - 1);
        words.lines.one("mov r%d, r%d".formatted(divisor.get(k), from));
      }
    }
    words.left(divisor.bytes(), (bits - 1) % 8);
    List<Integer> quotient = words.registers.temporary((bits + 7) / 8);
    quotient.forEach(register -> words.load(register, 0));
    int counter = words.registers.temporary(1).get(0);
    words.load(counter, bits);
    words.lines.rounds(
        bits, () -> words.lines.one("dec r" + counter), () -> step(rest, divisor, quotient));
    words.registers.release(List.of(counter));
    words.registers.release(rest);
    words.registers.release(divisor);
    return Value.owned(quotient, false);
  }

  /** One bit: what can be taken away is, and the bit is the carry's opposite. */
  private void step(Value rest, Value divisor, List<Integer> quotient) {
    words.compare(rest, divisor, rest.size());
    // All bits of the mask are set where the divisor is too large.
    words.lines.one("sbc r26, r26");
    for (int i = 0; i < quotient.size(); i++) {
      words.lines.one((i == 0 ? "lsl r" : "rol r") + quotient.get(i));
    }
    words.lines.one("inc r" + quotient.get(0)).one("add r%d, r26".formatted(quotient.get(0)));
    words.lines.one("com r26");
    for (int i = 0; i < rest.size(); i++) {
      words.lines.one("mov r0, r" + divisor.get(i)).one("and r0, r26");
      words.lines.one("%s r%d, r0".formatted(i == 0 ? "sub" : "sbc", rest.get(i)));
    }
    words.right(divisor.bytes(), false, 1);
  }

  /** {@code a / divisor} for numbers up to {@code most}, by one product, if there is one. */
  Optional<Value> byConstant(Value a, long most, long divisor, int size) {
    if ((divisor & divisor - 1) == 0) {
      return Optional.of(words.shiftedRight(a, Long.numberOfTrailingZeros(divisor), size));
    }
    boolean small = multiplier && most <= Integer.MAX_VALUE && divisor <= Integer.MAX_VALUE;
    for (int shift = 8; small && shift <= 32; shift += 8) {
      long factor = (1L << shift) / divisor + 1;
      boolean exact = (factor * divisor - (1L << shift)) * most < 1L << shift;
      int bytes = Widths.of(new Interval(0, Math.max(1, most)).times(Interval.of(factor)));
      if (exact && bytes <= MOST_BYTES) {
        Value product = products.of(a, factor, bytes);
        return Optional.of(words.shiftedRight(product.signed(false), shift, size));
      }
    }
    return Optional.empty();
  }
}
