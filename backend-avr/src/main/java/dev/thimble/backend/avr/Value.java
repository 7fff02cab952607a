package dev.thimble.backend.avr;

import java.util.List;
import java.util.Set;

/**
 * A number in registers, lowest byte first.
 *
 * @param bytes the registers; {@link Registers#ZERO} may be among them
 * @param signed whether the highest bit is a sign
 * @param owned those that nobody else needs: to be released, or to be written
 */
record Value(List<Integer> bytes, boolean signed, Set<Integer> owned) {
  Value {
    bytes = List.copyOf(bytes);
    owned = Set.copyOf(owned);
  }

  /** A number whose registers are all its own. */
  static Value owned(List<Integer> bytes, boolean signed) {
    return new Value(bytes, signed, Set.copyOf(bytes));
  }

  /** A number in registers of someone else. */
  static Value borrowed(List<Integer> bytes, boolean signed) {
    return new Value(bytes, signed, Set.of());
  }

  int size() {
    return bytes.size();
  }

  int get(int index) {
    return bytes.get(index);
  }

  int top() {
    return bytes.get(bytes.size() - 1);
  }

  /** The same registers, read otherwise. */
  Value signed(boolean other) {
    return new Value(bytes, other, owned);
  }
}
