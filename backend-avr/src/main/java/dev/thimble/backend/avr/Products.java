package dev.thimble.backend.avr;

import java.math.BigInteger;
import java.util.List;

/**
 * Products of numbers of several bytes, by the multiplier or, where there is none, by additions.
 */
final class Products {
  private static final int SCRATCH = Words.SCRATCH;

  /** Zero within a product, whose upper half r1 then is. */
  private static final int ZERO = SCRATCH + 1;

  private final Words words;
  private final boolean multiplier;

  Products(Words words, boolean multiplier) {
    this.words = words;
    this.multiplier = multiplier;
  }

  /** {@code a * b} in so many bytes. */
  Value of(Value a, Value b, int size) {
    if (!multiplier) {
      return slow(a, b, size);
    }
    if (a.size() == 1 && b.size() == 1 && size >= 2 && (a.signed() || b.signed())) {
      return signedBytes(a, b);
    }
    Sum sum = new Sum(size, a.signed() || b.signed());
    for (int j = 0; j < Math.min(size, b.size()); j++) {
      for (int i = 0; i + j < size && i < a.size(); i++) {
        sum.add(a.get(i), b.get(j), i + j, false);
      }
    }
    sum.finish();
    if (a.signed()) {
      sum.lessWhereNegative(a, b);
    }
    if (b.signed()) {
      sum.lessWhereNegative(b, a);
      if (a.signed()) {
        sum.bothNegative(a, b);
      }
    }
    words.registers.release(a);
    words.registers.release(b);
    return sum.value();
  }

  /** {@code a * constant} in so many bytes; the constant is positive. */
  Value of(Value a, long constant, int size) {
    if (!multiplier) {
      int bytes = Widths.of(new dev.thimble.kernel.Interval(0, constant));
      return slow(a, words.constant(constant, Math.min(bytes, size)).signed(false), size);
    }
    Sum sum = new Sum(size, a.signed());
    for (int j = 0; j < size; j++) {
      int part = Widths.at(constant, j);
      if (part != 0) {
        words.lines.one("ldi r%d, %d".formatted(SCRATCH, part));
        for (int i = 0; i + j < size && i < a.size(); i++) {
          sum.add(a.get(i), SCRATCH, i + j, part == 1);
        }
      }
    }
    sum.finish();
    if (a.signed()) {
      sum.lessWhereNegative(a, constant);
    }
    words.registers.release(a);
    return sum.value();
  }

  /** Bytes of which at least one has a sign: the instructions know registers of the upper half. */
  private Value signedBytes(Value a, Value b) {
    Value first = a.signed() ? a : b;
    Value second = a.signed() ? b : a;
    boolean both = second.signed();
    int left = within(first, 16, both ? 31 : 23);
    int right = within(second, 16, both ? 31 : 23);
    int x = left == 0 ? SCRATCH : left;
    if (left == 0 && both) {
      words.lines.one("mov r%d, r%d".formatted(SCRATCH, first.get(0)));
    }
    int y = right == 0 ? ZERO : right;
    if (right == 0 && both) {
      words.lines.one("mov r%d, r%d".formatted(ZERO, second.get(0)));
    }
    List<Integer> product = words.registers.temporary(2);
    if (both) {
      words.lines.two("muls r%d, r%d".formatted(x, y));
    } else {
      mixed(first.get(0), second.get(0));
    }
    words.move(product, List.of(0, 1));
    words.lines.one("clr r1");
    words.registers.release(a);
    words.registers.release(b);
    return Value.owned(product, true);
  }

  /** A signed by an unsigned byte, in r0 and r1. */
  private void mixed(int signed, int unsigned) {
    if (signed >= 16 && signed < 24 && unsigned >= 16 && unsigned < 24) {
      words.lines.two("mulsu r%d, r%d".formatted(signed, unsigned));
      return;
    }
    words.lines.two("mul r%d, r%d".formatted(signed, unsigned));
    words.mask(SCRATCH, signed);
    words.lines.one("and r%d, r%d".formatted(SCRATCH, unsigned));
    words.lines.one("sub r1, r%d".formatted(SCRATCH));
  }

  private static int within(Value value, int low, int high) {
    int register = value.get(0);
    return register >= low && register <= high ? register : 0;
  }

  /** Bit by bit, in as long whatever the numbers are. */
  private Value slow(Value a, Value b, int size) {
    Value factor = words.own(a, size);
    Value bits = words.own(b, Math.min(b.size(), size));
    List<Integer> sum = words.registers.temporary(size);
    int sign = words.registers.temporary(1).get(0);
    int counter = words.registers.temporary(1).get(0);
    sum.forEach(register -> words.load(register, 0));
    words.lines.one("mov r%d, r%d".formatted(sign, bits.top()));
    words.load(counter, 8 * bits.size());
    words.lines.rounds(
        8 * bits.size(),
        () -> words.lines.one("dec r" + counter),
        () -> {
          words.right(bits.bytes(), false, 1);
          words.lines.one("sbc r%d, r%d".formatted(SCRATCH, SCRATCH));
          masked("add", sum, factor.bytes());
          words.left(factor.bytes(), 1);
        });
    if (b.signed()) {
      words.mask(SCRATCH, sign);
      masked("sub", sum, factor.bytes());
    }
    words.registers.release(List.of(sign, counter));
    words.registers.release(factor);
    words.registers.release(bits);
    return Value.owned(sum, a.signed() || b.signed());
  }

  /** Adds or subtracts a number where the scratch register is 255 and not 0. */
  private void masked(String op, List<Integer> target, List<Integer> by) {
    String next = op.equals("add") ? "adc" : "sbc";
    for (int i = 0; i < target.size(); i++) {
      words.lines.one("mov r0, r" + by.get(i)).one("and r0, r" + SCRATCH);
      words.lines.one("%s r%d, r0".formatted(i == 0 ? op : next, target.get(i)));
    }
  }

  /** A sum of byte products, which knows how large it can be: carries go no further. */
  private final class Sum {
    private final List<Integer> bytes;
    private final boolean signed;
    private BigInteger most = BigInteger.ZERO;

    /** How many of the lower bytes hold something. */
    private int set;

    private boolean zeroed;

    Sum(int size, boolean signed) {
      this.bytes = words.registers.temporary(size);
      this.signed = signed;
    }

    Value value() {
      return Value.owned(bytes, signed);
    }

    /** Adds the product of two bytes; of a byte and 1 it is the byte. */
    void add(int left, int right, int at, boolean one) {
      boolean first = set == at;
      BigInteger largest = BigInteger.valueOf(one ? 255 : 255 * 255);
      most = most.add(largest.shiftLeft(8 * at));
      if (!one) {
        words.lines.two("mul r%d, r%d".formatted(left, right));
      }
      int low = one ? left : 0;
      boolean single = one || at + 1 >= bytes.size();
      if (first && single) {
        words.lines.one("mov r%d, r%d".formatted(bytes.get(at), low));
        set = at + 1;
        return;
      }
      if (first) {
        words.move(bytes.subList(at, at + 2), List.of(0, 1));
        set = at + 2;
        return;
      }
      carried(low, at, single);
    }

    private void carried(int low, int at, boolean single) {
      int top = Math.min(bytes.size(), Math.max(at + 1, (most.bitLength() + 7) / 8));
      zero();
      while (set < top) {
        words.lines.one("mov r%d, r%d".formatted(bytes.get(set++), ZERO));
      }
      words.lines.one("add r%d, r%d".formatted(bytes.get(at), low));
      for (int i = at + 1; i < top; i++) {
        int by = i == at + 1 && !single ? 1 : ZERO;
        words.lines.one("adc r%d, r%d".formatted(bytes.get(i), by));
      }
    }

    private void zero() {
      if (!zeroed) {
        words.lines.one("ldi r%d, 0".formatted(ZERO));
        zeroed = true;
      }
    }

    /** r1 is zero again, and bytes that no product reached are. */
    void finish() {
      words.lines.one("clr r1");
      while (set < bytes.size()) {
        words.load(bytes.get(set++), 0);
      }
    }

    /** Where {@code a} is negative, {@code b} is taken away above it. */
    void lessWhereNegative(Value a, Value b) {
      int from = a.size();
      for (int i = from; i < bytes.size(); i++) {
        lessIfNegative(a, i, i - from < b.size() ? b.get(i - from) : Registers.ZERO);
      }
    }

    /** Takes a byte away where {@code a} is negative, in as long where it is not. */
    private void lessIfNegative(Value a, int at, int by) {
      String op = at == a.size() ? "sub" : "sbc";
      words.lines.unless(
          "sbrc r%d, 7".formatted(a.top()), "%s r%d, r%d".formatted(op, bytes.get(at), by));
    }

    void lessWhereNegative(Value a, long b) {
      int from = a.size();
      for (int i = from; i < bytes.size(); i++) {
        int part = Widths.at(b, i - from);
        if (part != 0) {
          words.lines.one("ldi r%d, %d".formatted(ZERO, part));
        }
        lessIfNegative(a, i, part != 0 ? ZERO : Registers.ZERO);
      }
    }

    /** Where both are negative, one is missing above both. */
    void bothNegative(Value a, Value b) {
      int from = a.size() + b.size();
      if (from >= bytes.size()) {
        return;
      }
      words.lines.one("mov r0, r" + a.top()).one("and r0, r" + b.top()).one("lsl r0");
      for (int i = from; i < bytes.size(); i++) {
        words.lines.one("adc r%d, r1".formatted(bytes.get(i)));
      }
    }
  }
}
