package dev.thimble.kernel.random;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** Random layers that compute element by element. */
final class Elements {
  private Elements() {}

  static void binary(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = draft.activations();
    Value x = draft.any(type, dice.between(1, 4), 6);
    Value y = other(draft, x);
    boolean swapped = dice.chance(30);
    Value a = swapped ? y : x;
    Value b = swapped ? x : y;
    Binary.Kind kind =
        dice.pick(
            Binary.Kind.ADD,
            Binary.Kind.ADD,
            Binary.Kind.SUB,
            Binary.Kind.MUL,
            Binary.Kind.MAXIMUM,
            Binary.Kind.MINIMUM);
    ElementType to =
        kind.name().startsWith("M") && kind != Binary.Kind.MUL ? type : new Rules(dice).result();
    draft.layer(new Binary(kind, Activation.NONE), rule(dice, kind, type, to), to, a, b);
  }

  /** The other operand: of equal shape, smaller, the same one, or a constant. */
  private static Value other(Draft draft, Value x) {
    Dice dice = draft.dice;
    if (dice.chance(8)) {
      return x;
    }
    List<Integer> extents = new ArrayList<>();
    boolean broadcast = dice.chance(50);
    for (int extent : x.shape().extents()) {
      extents.add(broadcast && dice.chance(50) ? 1 : extent);
    }
    while (broadcast && extents.size() > 1 && extents.get(0) == 1 && dice.chance(50)) {
      extents.remove(0);
    }
    Shape shape = new Shape(extents);
    return dice.chance(25)
        ? draft.constant(
            x.element(), shape, dice.many(shape.size(), x.element().min(), x.element().max()))
        : draft.fresh(x.element(), shape);
  }

  static Arithmetic rule(Dice dice, Binary.Kind kind, ElementType type, ElementType to) {
    Rules rules = new Rules(dice);
    double most = type.max();
    return switch (kind) {
      case MUL ->
          new Arithmetic.Multiplied(
              dice.within(type),
              dice.within(type),
              rules.ratio(most * most, to, dice.chance(70)),
              rules.rounding(),
              rules.range(to));
      case ADD -> sum(dice, type, to);
      case SUB -> summed(dice, type, to);
      default -> new Arithmetic.Moved(0);
    };
  }

  /** A rule of an addition, by either contract. */
  static Arithmetic sum(Dice dice, ElementType type, ElementType to) {
    return dice.chance(50) ? weighted(dice, type, to) : summed(dice, type, to);
  }

  private static Arithmetic summed(Dice dice, ElementType type, ElementType to) {
    Rules rules = new Rules(dice);
    int preShift = type.bits() == 8 ? 20 : 15;
    int leftShift = dice.between(31, 34);
    return new Arithmetic.Summed(
        dice.within(type),
        dice.within(type),
        preShift,
        new Arithmetic.Ratio(dice.betweenLong(1L << 30, (1L << 31) - 1), leftShift),
        new Arithmetic.Ratio(dice.betweenLong(1L << 30, (1L << 31) - 1), dice.between(31, 36)),
        rules.ratio(type.max() * Math.pow(2, preShift), to, true),
        rules.rounding(),
        rules.range(to));
  }

  private static Arithmetic weighted(Dice dice, ElementType type, ElementType to) {
    int shift = dice.between(1, 14);
    long limit = type.bits() == 8 ? 255 : 127;
    return new Arithmetic.WeightedSum(
        dice.betweenLong(-limit, limit),
        dice.betweenLong(-limit, limit),
        dice.betweenLong(-200_000, 200_000),
        shift,
        new Rules(dice).range(to));
  }

  static void table(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = dice.pick(ElementType.INT8, ElementType.INT8, ElementType.UINT8);
    Value x = draft.any(type, dice.between(1, 3), 6);
    ElementType to = new Rules(dice).result();
    List<Integer> entries = new ArrayList<>();
    for (long entry : dice.many(256, to.min(), to.max())) {
      entries.add((int) entry);
    }
    Arithmetic rule = new Arithmetic.Table((int) type.min(), entries);
    draft.layer(Unary.of(Unary.Kind.TANH), rule, to, x);
  }

  static void rescale(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 3), 6);
    Rules rules = new Rules(dice);
    ElementType to = rules.result();
    Arithmetic rule = rules.scaled(x.element(), x.element().max(), to, 1, 0);
    draft.layer(Unary.of(Unary.Kind.IDENTITY), rule, to, x);
  }
}
