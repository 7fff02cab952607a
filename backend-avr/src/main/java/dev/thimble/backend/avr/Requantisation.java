package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Interval;

/** {@code value * multiplier * 2^-shift}, rounded as the rule has it, by whole products. */
final class Requantisation {
  /** From this shift on double rounding is more than one addition. */
  private static final int TWICE = 32;

  private static final long NUDGE = 1L << 30;

  private final ExpressionCode expressions;
  private final Words words;
  private final Products products;

  Requantisation(ExpressionCode expressions, Words words, Products products) {
    this.expressions = expressions;
    this.words = words;
    this.products = products;
  }

  Value of(Expr.Requantise r, int size, ExpressionCode.Shift shifted) {
    Interval shift = expressions.ranges.of(r.shift());
    Interval multiplier = expressions.ranges.of(r.multiplier());
    boolean twice = r.rounding() == Rounding.DOUBLE && shift.high() >= TWICE;
    Interval range = expressions.ranges.sum(r);
    int wide = Widths.of(range);
    if (wide > Long.BYTES) {
      throw new Unsupported("a product of " + wide + " bytes");
    }
    Value value = expressions.of(r.value(), Long.BYTES);
    boolean signed = value.signed() && twice;
    int sign = signed ? words.registers.temporary(1).get(0) : 0;
    if (signed) {
      words.lines.one("mov r%d, r%d".formatted(sign, value.top()));
    }
    Value product = product(r, value, multiplier, wide);
    if (twice && shift.low() < TWICE) {
      nudgeSome(product, r.shift(), signed, sign);
      return stepwise(product.signed(range.low() < 0), r.shift(), shift, size, shifted);
    }
    if (shift.low() == shift.high()) {
      int bits = Math.toIntExact(shift.low());
      long half = 1L << (bits - 1);
      round(product, half + (twice ? NUDGE : 0), twice && signed, sign);
      return words.shiftedRight(product.signed(range.low() < 0), bits, size);
    }
    round(product, twice ? NUDGE : 0, twice && signed, sign);
    return stepwise(product.signed(range.low() < 0), r.shift(), shift, size, shifted);
  }

  private Value product(Expr.Requantise r, Value value, Interval multiplier, int wide) {
    if (multiplier.low() == multiplier.high() && multiplier.low() > 0) {
      return words.own(products.of(value, multiplier.low(), wide), wide);
    }
    return products.of(value, expressions.of(r.multiplier(), Long.BYTES), wide);
  }

  /** Adds what rounds: of negative values twice {@link #NUDGE} less. */
  private void round(Value product, long constant, boolean nudged, int sign) {
    words.add(product.bytes(), constant);
    if (nudged) {
      words.mask(Words.SCRATCH, sign);
      words.lines.one("andi r%d, 0x80".formatted(Words.SCRATCH));
      words.registers.release(java.util.List.of(sign));
      for (int i = 3; i < product.size(); i++) {
        int by = i == 3 ? Words.SCRATCH : Registers.ZERO;
        words.lines.one("%s r%d, r%d".formatted(i == 3 ? "sub" : "sbc", product.get(i), by));
      }
    }
  }

  /** The same, but only where the shift is one of those that round twice. */
  private void nudgeSome(Value product, Expr shift, boolean signed, int sign) {
    Value gate = words.own(expressions.of(shift, 1), 1);
    int mask = gate.get(0);
    words.compare(gate, TWICE, 1);
    words.lines.one("sbc r%d, r%d".formatted(mask, mask)).one("com r" + mask);
    words.lines.one("ldi r%d, 0x40".formatted(Words.SCRATCH));
    masked("add", product, mask);
    if (signed) {
      words.mask(Words.SCRATCH, sign);
      words.lines.one("andi r%d, 0x80".formatted(Words.SCRATCH));
      masked("sub", product, mask);
      words.registers.release(java.util.List.of(sign));
    }
    words.registers.release(gate);
  }

  /** Adds the scratch register, or takes it away, at the byte of {@link #NUDGE}. */
  private void masked(String op, Value product, int mask) {
    words.lines.one("and r%d, r%d".formatted(Words.SCRATCH, mask));
    for (int i = 3; i < product.size(); i++) {
      String next = op.equals("add") ? "adc" : "sbc";
      int by = i == 3 ? Words.SCRATCH : Registers.ZERO;
      words.lines.one("%s r%d, r%d".formatted(i == 3 ? op : next, product.get(i), by));
    }
  }

  /** Shifts that differ: what all have in common at once, the rest in a loop, half at the end. */
  private Value stepwise(
      Value product, Expr by, Interval shift, int size, ExpressionCode.Shift shifted) {
    int whole = Math.toIntExact((shift.low() - 1) / 8 * 8);
    boolean signed = product.signed();
    Value upper = words.shiftedRight(product, whole, product.size());
    Value own = words.own(upper, Math.max(upper.size(), size)).signed(signed);
    Value rest = shifted.by(own, by, whole + 1L, true);
    words.add(rest.bytes(), 1);
    words.right(rest.bytes(), signed, 1);
    return words.truncated(rest, size);
  }
}
