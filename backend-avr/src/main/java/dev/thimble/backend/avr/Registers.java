package dev.thimble.backend.avr;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which registers are free. r0 and r1 belong to products, and r1 is zero in between; X and Z are
 * for the moment; Y points to the frame where there is one.
 */
final class Registers {
  /** Zero, but within a product. */
  static final int ZERO = 1;

  /** The lower half of X. */
  static final int X = 26;

  /** The lower half of Y. */
  static final int Y = 28;

  /** The lower half of Z. */
  static final int Z = 30;

  /** The first that instructions with a constant know. */
  static final int UPPER = 16;

  private static final int FIRST = 2;
  private static final int BEYOND = 32;

  /** No register is left. */
  static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted() {
      super("no register is left", null, false, false);
    }
  }

  private final TreeSet<Integer> free = new TreeSet<>();
  private final TreeSet<Integer> used = new TreeSet<>();
  private final boolean endless;
  private int beyond = BEYOND;

  /**
   * All registers.
   *
   * @param framed whether Y points to a frame
   * @param endless whether there are as many as wanted, to see how many that would be
   */
  Registers(boolean framed, boolean endless) {
    this.endless = endless;
    for (int register = FIRST; register < X; register++) {
      free.add(register);
    }
    if (framed) {
      used.add(Y);
      used.add(Y + 1);
    } else {
      free.add(Y);
      free.add(Y + 1);
    }
  }

  /** Every register that was ever taken. */
  List<Integer> used() {
    return List.copyOf(used);
  }

  /** Whether nobody has it. */
  boolean isFree(int register) {
    return free.contains(register);
  }

  /** Takes these very registers. */
  void take(int low, int count) {
    for (int i = 0; i < count; i++) {
      free.remove(low + i);
      used.add(low + i);
    }
  }

  /** Registers for a number that is soon done with: those first that know constants. */
  List<Integer> temporary(int count) {
    return take(count, true);
  }

  /** Registers for what lives long: those first that know no constants. */
  List<Integer> lasting(int count) {
    return take(count, false);
  }

  private List<Integer> take(int count, boolean upper) {
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i + 1 < count; i += 2) {
      int low = pair(upper);
      if (low < 0) {
        break;
      }
      take(low, 2);
      taken.add(low);
      taken.add(low + 1);
    }
    while (taken.size() < count) {
      int one = single(upper);
      take(one, 1);
      taken.add(one);
    }
    return taken;
  }

  private int pair(boolean upper) {
    int best = -1;
    for (int low : free) {
      boolean suits = low % 2 == 0 && free.contains(low + 1);
      if (suits && (best < 0 || price(low, upper) < price(best, upper))) {
        best = low;
      }
    }
    if (best < 0 && endless) {
      beyond += 2 + beyond % 2;
      return beyond - 2 + beyond % 2;
    }
    return best;
  }

  private int single(boolean upper) {
    int best = -1;
    for (int one : free) {
      // A register whose neighbour is taken makes no pair.
      int price = 2 * price(one, upper) + (free.contains(one ^ 1) ? 1 : 0);
      if (best < 0 || price < 2 * price(best, upper) + (free.contains(best ^ 1) ? 1 : 0)) {
        best = one;
      }
    }
    if (best < 0) {
      if (!endless) {
        throw new Exhausted();
      }
      return beyond++;
    }
    return best;
  }

  /** Low for what suits. */
  private static int price(int register, boolean upper) {
    boolean saved = register < UPPER + 2 || register >= Y;
    int group =
        register >= UPPER && register < Y ? (saved ? 1 : 0) : saved && register >= Y ? 2 : 3;
    return upper ? group : 3 - group;
  }

  /** They are free again. */
  void release(Collection<Integer> registers) {
    for (int register : registers) {
      if (register != ZERO && register < BEYOND) {
        free.add(register);
      }
    }
  }

  void release(Value value) {
    release(value.owned());
  }
}
