package dev.thimble.backend.avr;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Numbers of several bytes: moved, added, compared, shifted. */
final class Words {
  /** For a constant or a mask, within one operation. */
  static final int SCRATCH = Registers.X;

  final Assembly lines;
  final Registers registers;

  Words(Assembly lines, Registers registers) {
    this.lines = lines;
    this.registers = registers;
  }

  static boolean isUpper(int register) {
    return register >= Registers.UPPER;
  }

  /** A byte into a register; flags stay. */
  void load(int register, int value) {
    if (value == 0) {
      lines.one("mov r%d, r1".formatted(register));
    } else if (isUpper(register)) {
      lines.one("ldi r%d, %d".formatted(register, value));
    } else {
      lines.one("ldi r26, " + value).one("mov r%d, r26".formatted(register));
    }
  }

  /** A number in registers of its own. */
  Value constant(long value, int size) {
    List<Integer> bytes = registers.temporary(size);
    for (int i = 0; i < size; i++) {
      load(bytes.get(i), Widths.at(value, i));
    }
    return Value.owned(bytes, value < 0);
  }

  /** Copies registers; flags stay. */
  void move(List<Integer> to, List<Integer> from) {
    for (int i = 0; i < to.size(); i++) {
      int target = to.get(i);
      int source = from.get(i);
      boolean pair =
          i + 1 < to.size()
              && target % 2 == 0
              && source % 2 == 0
              && to.get(i + 1) == target + 1
              && from.get(i + 1) == source + 1;
      if (pair) {
        if (target != source) {
          lines.one("movw r%d, r%d".formatted(target, source));
        }
        i++;
      } else if (target != source) {
        lines.one("mov r%d, r%d".formatted(target, source));
      }
    }
  }

  /** A register that is 255 where the other one has its highest bit set, else 0. */
  void mask(int register, int sign) {
    lines.one("mov r%d, r%d".formatted(register, sign));
    lines.one("lsl r" + register).one("sbc r%d, r%d".formatted(register, register));
  }

  /** The number in so many registers of its own. */
  Value own(Value value, int size) {
    int kept = Math.min(size, value.size());
    List<Integer> bytes = new ArrayList<>();
    Set<Integer> rest = new HashSet<>(value.owned());
    boolean mine = true;
    for (int i = 0; i < kept; i++) {
      mine &= rest.remove(value.get(i));
    }
    if (mine) {
      bytes.addAll(value.bytes().subList(0, kept));
      registers.release(rest);
    } else {
      bytes.addAll(registers.temporary(kept));
      move(bytes, value.bytes().subList(0, kept));
    }
    if (size > kept) {
      extend(bytes, value.signed(), size);
    }
    if (!mine) {
      registers.release(value);
    }
    return Value.owned(bytes, value.signed());
  }

  private void extend(List<Integer> bytes, boolean signed, int size) {
    int top = bytes.get(bytes.size() - 1);
    List<Integer> further = registers.temporary(size - bytes.size());
    if (signed) {
      mask(further.get(0), top);
    }
    for (int i = signed ? 1 : 0; i < further.size(); i++) {
      lines.one("mov r%d, r%d".formatted(further.get(i), signed ? further.get(0) : Registers.ZERO));
    }
    bytes.addAll(further);
  }

  /** The number in so many registers that are only read. */
  Value read(Value value, int size) {
    if (value.size() >= size) {
      return value;
    }
    List<Integer> bytes = new ArrayList<>(value.bytes());
    Set<Integer> owned = new HashSet<>(value.owned());
    int high = Registers.ZERO;
    if (value.signed()) {
      high = registers.temporary(1).get(0);
      mask(high, value.top());
      owned.add(high);
    }
    while (bytes.size() < size) {
      bytes.add(high);
    }
    return new Value(bytes, value.signed(), owned);
  }

  /** {@code a op b} in so many bytes; {@code op} is {@code add} or {@code sub}. */
  Value combine(String op, Value a, Value b, int size) {
    Value sum = own(a, size);
    into(op, sum.bytes(), b);
    return sum;
  }

  /** Registers op= the number. */
  void into(String op, List<Integer> target, Value by) {
    Value b = read(by, target.size());
    String next = op.equals("add") ? "adc" : "sbc";
    for (int i = 0; i < target.size(); i++) {
      lines.one("%s r%d, r%d".formatted(i == 0 ? op : next, target.get(i), b.get(i)));
    }
    registers.release(b);
  }

  /** Adds a constant to registers. */
  void add(List<Integer> target, long constant) {
    int first = 0;
    while (first < target.size() && Widths.at(constant, first) == 0) {
      first++;
    }
    if (first == target.size()) {
      return;
    }
    boolean upper = target.stream().allMatch(Words::isUpper);
    if (first == target.size() - 1 && Math.abs((byte) Widths.at(constant, first)) == 1) {
      String op = (byte) Widths.at(constant, first) > 0 ? "inc" : "dec";
      lines.one(op + " r" + target.get(first));
    } else if (upper) {
      for (int i = first; i < target.size(); i++) {
        int part = Widths.at(-constant, i);
        lines.one("%s r%d, %d".formatted(i == first ? "subi" : "sbci", target.get(i), part));
      }
    } else {
      // The sign with fewer bytes that are not zero.
      boolean minus = constant < 0 && constant != Long.MIN_VALUE;
      long size = minus ? -constant : constant;
      for (int i = first; i < target.size(); i++) {
        int source = immediate(Widths.at(size, i));
        String op = minus ? (i == first ? "sub" : "sbc") : i == first ? "add" : "adc";
        lines.one("%s r%d, r%d".formatted(op, target.get(i), source));
      }
    }
  }

  /** A register that holds a byte; flags stay. */
  private int immediate(int value) {
    if (value == 0) {
      return Registers.ZERO;
    }
    lines.one("ldi r%d, %d".formatted(SCRATCH, value));
    return SCRATCH;
  }

  /** Sets flags for {@code a - b}; both have so many bytes. */
  void compare(Value a, Value b, int size) {
    for (int i = 0; i < size; i++) {
      lines.one("%s r%d, r%d".formatted(i == 0 ? "cp" : "cpc", a.get(i), b.get(i)));
    }
  }

  /** Sets flags for {@code a - constant}. */
  void compare(Value a, long constant, int size) {
    for (int i = 0; i < size; i++) {
      int part = Widths.at(constant, i);
      if (i == 0 && part != 0 && isUpper(a.get(0))) {
        lines.one("cpi r%d, %d".formatted(a.get(0), part));
      } else {
        int source = immediate(part);
        lines.one("%s r%d, r%d".formatted(i == 0 ? "cp" : "cpc", a.get(i), source));
      }
    }
  }

  /** Copies registers unless the branch is taken; takes as long in both cases. */
  void moveUnless(String branch, List<Integer> to, List<Integer> from) {
    for (int i = 0; i < to.size(); i++) {
      boolean pair =
          i + 1 < to.size()
              && to.get(i) % 2 == 0
              && from.get(i) % 2 == 0
              && to.get(i + 1) == to.get(i) + 1
              && from.get(i + 1) == from.get(i) + 1;
      lines.unless(
          branch + " .+2", "mov%s r%d, r%d".formatted(pair ? "w" : "", to.get(i), from.get(i)));
      i += pair ? 1 : 0;
    }
  }

  /** Loads a constant unless the branch is taken; takes as long in both cases. */
  void loadUnless(String branch, List<Integer> to, long constant) {
    for (int i = 0; i < to.size(); i++) {
      int part = Widths.at(constant, i);
      if (part == 0) {
        lines.unless(branch + " .+2", "mov r%d, r1".formatted(to.get(i)));
      } else if (isUpper(to.get(i))) {
        lines.unless(branch + " .+2", "ldi r%d, %d".formatted(to.get(i), part));
      } else {
        lines.one("ldi r26, " + part);
        lines.unless(branch + " .+2", "mov r%d, r26".formatted(to.get(i)));
      }
    }
  }

  /** Registers shifted left by so many bits, less than eight. */
  void left(List<Integer> bytes, int bits) {
    for (int i = 0; i < bits; i++) {
      for (int k = 0; k < bytes.size(); k++) {
        lines.one((k == 0 ? "lsl r" : "rol r") + bytes.get(k));
      }
    }
  }

  /** Registers shifted right by so many bits, less than eight. */
  void right(List<Integer> bytes, boolean signed, int bits) {
    for (int i = 0; i < bits; i++) {
      for (int k = bytes.size() - 1; k >= 0; k--) {
        boolean top = k == bytes.size() - 1;
        lines.one((!top ? "ror r" : signed ? "asr r" : "lsr r") + bytes.get(k));
      }
    }
  }

  /** {@code value >> shift}, rounded down, in so many bytes. */
  Value shiftedRight(Value value, int shift, int size) {
    int skip = Math.min(shift / 8, value.size() - 1);
    int bits = shift / 8 >= value.size() ? 7 : shift % 8;
    // What lies above the result's bytes does not matter, but for the bits that move in.
    int wanted = Math.min(value.size(), skip + size + (bits > 0 ? 1 : 0));
    Set<Integer> low = new HashSet<>(value.owned());
    List<Integer> kept = value.bytes().subList(skip, wanted);
    kept.forEach(low::remove);
    Value rest = new Value(kept, value.signed(), onlyOwned(value, kept));
    registers.release(low);
    if (shift / 8 >= value.size()) {
      return sign(rest, size);
    }
    if (bits == 0) {
      return rest;
    }
    if (bits <= 4) {
      Value shifted = own(rest, rest.size());
      right(shifted.bytes(), value.signed(), bits);
      return truncated(shifted, size);
    }
    Value wide = own(rest, Math.max(rest.size(), Math.min(size + 1, rest.size() + 1)));
    left(wide.bytes(), 8 - bits);
    registers.release(List.of(wide.get(0)));
    Value upper = Value.owned(wide.bytes().subList(1, wide.size()), value.signed());
    return truncated(upper, size);
  }

  private Value sign(Value value, int size) {
    if (!value.signed()) {
      registers.release(value);
      return new Value(java.util.Collections.nCopies(size, Registers.ZERO), false, Set.of());
    }
    int mask = registers.temporary(1).get(0);
    mask(mask, value.top());
    registers.release(value);
    return new Value(List.of(mask), true, Set.of(mask));
  }

  private static Set<Integer> onlyOwned(Value value, List<Integer> kept) {
    Set<Integer> owned = new HashSet<>(kept);
    owned.retainAll(value.owned());
    return owned;
  }

  /** The lowest bytes of a number. */
  Value truncated(Value value, int size) {
    if (value.size() <= size) {
      return value;
    }
    List<Integer> kept = value.bytes().subList(0, size);
    Set<Integer> rest = new HashSet<>(value.owned());
    kept.forEach(rest::remove);
    registers.release(rest);
    return new Value(kept, value.signed(), onlyOwned(value, kept));
  }
}
