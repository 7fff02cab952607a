package dev.thimble.backend.cmsis;

import java.util.ArrayList;
import java.util.List;

/**
 * What a core moves at once, and how far its instructions reach: words wherever they lie with
 * Thumb-2, vectors of bytes with Helium, elements with Thumb, whose loads must be aligned.
 *
 * @param most bytes that are moved at once
 * @param reach the largest offset of so many bytes, by their logarithm
 */
record MoveUnits(int most, List<Integer> reach) {
  /** So many are moved without a loop. */
  static final int AT_ONCE = 16;

  /** Bytes of a vector. */
  static final int VECTOR = 16;

  private static final int THUMB_REACH = 31;
  private static final int THUMB2_REACH = 4095;
  private static final int HELIUM_REACH = 127;
  private static final int WORD = 4;

  /**
   * One load and one store.
   *
   * @param from offset of what is read
   * @param to offset of what is written
   * @param bytes how many
   */
  record Unit(int from, int to, int bytes) {
    Unit moved(int fromBy, int toBy) {
      return new Unit(from + fromBy, to + toBy, bytes);
    }
  }

  /** Units of a core without Thumb-2: at most an element. */
  static MoveUnits thumb(int element) {
    return new MoveUnits(
        Math.min(WORD, element), List.of(THUMB_REACH, 2 * THUMB_REACH, WORD * THUMB_REACH));
  }

  /** Units of a core with Thumb-2. */
  static MoveUnits thumb2() {
    return new MoveUnits(WORD, List.of(THUMB2_REACH, THUMB2_REACH, THUMB2_REACH));
  }

  /** Units of a core with Helium. */
  static MoveUnits helium() {
    return new MoveUnits(
        VECTOR, List.of(THUMB2_REACH, THUMB2_REACH, THUMB2_REACH, HELIUM_REACH, HELIUM_REACH));
  }

  boolean isHelium() {
    return most == VECTOR;
  }

  /** Bytes that lie side by side, the largest units first. */
  List<Unit> units(int offset, int bytes) {
    List<Unit> units = new ArrayList<>();
    int at = offset;
    while (at < offset + bytes) {
      int size = isHelium() && offset + bytes - at < VECTOR ? WORD : most;
      while (size > offset + bytes - at) {
        size /= 2;
      }
      units.add(new Unit(at, at, size));
      at += size;
    }
    return units;
  }

  boolean reaches(Unit unit) {
    int far = reach.get(Integer.numberOfTrailingZeros(unit.bytes()));
    return unit.from() <= far && unit.to() <= far;
  }
}
