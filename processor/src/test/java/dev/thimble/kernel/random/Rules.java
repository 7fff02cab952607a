package dev.thimble.kernel.random;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.graph.ElementType;
import java.util.ArrayList;
import java.util.List;

/** Random integer rules. */
final class Rules {
  private final Dice dice;

  Rules(Dice dice) {
    this.dice = dice;
  }

  /** Zero point and clamp: the whole type, from the zero point on, or a part. */
  Arithmetic.Range range(ElementType type) {
    int low = (int) type.min();
    int high = (int) type.max();
    int zero = dice.within(type);
    return switch (dice.below(4)) {
      case 0 -> new Arithmetic.Range(zero, zero, high);
      case 1 -> {
        int least = dice.between(low / 2, 0);
        yield new Arithmetic.Range(zero, Math.max(low, least), dice.between(1, high));
      }
      default -> new Arithmetic.Range(zero, low, high);
    };
  }

  /** The type of a result. */
  ElementType result() {
    return dice.pick(
        ElementType.INT8,
        ElementType.INT8,
        ElementType.INT8,
        ElementType.INT16,
        ElementType.UINT8,
        ElementType.INT32);
  }

  Rounding rounding() {
    return dice.pick(Rounding.SINGLE, Rounding.DOUBLE);
  }

  /**
   * A ratio that brings values up to {@code most} to a result of the type, more or less; at times
   * to far more.
   */
  Ratio ratio(double most, ElementType type, boolean wide) {
    double factor = dice.pick(0.02, 0.3, 1.0, 1.0, 3.0, 5000.0);
    double target = Math.min(1 << 20, type.max()) * factor;
    double real = target / Math.max(1, most);
    long multiplier =
        wide
            ? dice.pick(1L << 30, (1L << 31) - 1, dice.betweenLong(1L << 30, (1L << 31) - 1))
            : dice.between(1, 255);
    int shift = (int) Math.round(Math.log(multiplier / real) / Math.log(2));
    return new Ratio(multiplier, Math.max(1, Math.min(60, shift)));
  }

  /** One ratio or one for each channel. */
  List<Ratio> ratios(double most, ElementType type, int channels, boolean wide) {
    int count = dice.chance(40) ? 1 : channels;
    List<Ratio> ratios = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ratios.add(ratio(most, type, wide));
    }
    return ratios;
  }

  /** A sum of terms brought to a result; half of them by 8-bit multipliers. */
  Arithmetic.Scaled scaled(
      ElementType from, double most, ElementType to, int channels, int weightZero) {
    boolean wide = dice.chance(60);
    return new Arithmetic.Scaled(
        dice.within(from),
        weightZero,
        ratios(most, to, channels, wide),
        wide ? rounding() : Rounding.SINGLE,
        range(to));
  }
}
