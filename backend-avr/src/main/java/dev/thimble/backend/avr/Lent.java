package dev.thimble.backend.avr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Registers that products of signed and unsigned bytes know, r16 to r23; numbers that are in them
 * wait elsewhere until they are given back.
 */
final class Lent {
  private static final int FIRST = 16;
  private static final int BEYOND = 24;

  private final Words words;
  private final List<Integer> factors;
  private final Map<Integer, Integer> waiting = new TreeMap<>();

  private Lent(Words words, List<Integer> factors) {
    this.words = words;
    this.factors = factors;
  }

  /** So many of them, none of those that are to keep what they hold; free ones first. */
  static Lent of(Words words, int count, List<Integer> kept) {
    List<Integer> factors = new ArrayList<>();
    for (boolean free : new boolean[] {true, false}) {
      for (int register = FIRST; register < BEYOND && factors.size() < count; register++) {
        if (!kept.contains(register) && words.registers.isFree(register) == free) {
          factors.add(register);
        }
      }
    }
    Lent lent = new Lent(words, factors);
    lent.take();
    return lent;
  }

  private void take() {
    for (int register : factors) {
      if (words.registers.isFree(register)) {
        words.registers.take(register, 1);
      } else {
        waiting.put(register, 0);
      }
    }
    waiting.replaceAll((register, none) -> elsewhere(register));
  }

  private int elsewhere(int register) {
    int place = words.registers.lasting(1).get(0);
    words.lines.one("mov r%d, r%d".formatted(place, register));
    return place;
  }

  int get(int index) {
    return factors.get(index);
  }

  void giveBack() {
    for (int register : factors) {
      Integer place = waiting.get(register);
      if (place == null) {
        words.registers.release(List.of(register));
      } else {
        words.lines.one("mov r%d, r%d".formatted(register, place));
        words.registers.release(List.of(place));
      }
    }
  }
}
