package dev.thimble.kernel.random;

import dev.thimble.graph.ElementType;
import java.util.Random;

/** Random numbers with a taste for extremes. */
final class Dice {
  private final Random random;

  Dice(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  int between(int low, int high) {
    return (int) betweenLong(low, high);
  }

  long betweenLong(long low, long high) {
    return low + (long) (random.nextDouble() * (high - low + 1.0));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A value of the type, one in three at an edge. */
  int within(ElementType type) {
    int low = (int) type.min();
    int high = (int) type.max();
    return switch (below(9)) {
      case 0 -> low;
      case 1 -> high;
      case 2 -> 0;
      default -> between(low, high);
    };
  }

  /** Many values: all over the range, at its ends only, sparse, or small. */
  long[] many(int count, long low, long high) {
    long[] data = new long[count];
    int style = below(5);
    for (int i = 0; i < count; i++) {
      data[i] =
          switch (style) {
            case 0 -> chance(50) ? low : high;
            case 1 -> chance(80) ? 0 : betweenLong(low, high);
            case 2 -> Math.max(low, Math.min(high, between(-3, 3)));
            default -> betweenLong(low, high);
          };
    }
    return data;
  }
}
