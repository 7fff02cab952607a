package dev.thimble.kernel.random;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Compare;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Prelu;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Take;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import dev.thimble.quantize.FixedPoint;
import java.util.ArrayList;
import java.util.List;

/** Random layers over whole tensors: products, choices, quotients and their like. */
final class Tensors {
  private Tensors() {}

  private static ElementType signed(Dice dice) {
    return dice.pick(ElementType.INT8, ElementType.INT8, ElementType.INT16);
  }

  static void prelu(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = signed(dice);
    Value x = draft.any(type, dice.between(1, 4), 5);
    Shape slopes = Shape.of(dice.chance(70) ? x.shape().extent(-1) : 1);
    Value alpha = draft.constant(ElementType.INT8, slopes, dice.many(slopes.size(), -128, 127));
    Rules rules = new Rules(dice);
    Arithmetic rule =
        new Arithmetic.Sloped(
            dice.within(type),
            dice.within(ElementType.INT8),
            rules.ratio(type.max(), type, true),
            rules.ratio(type.max() * 128.0, type, true),
            rules.rounding(),
            rules.range(type));
    draft.layer(new Prelu(), rule, type, x, alpha);
  }

  static void choice(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = signed(dice);
    Value a = draft.any(type, dice.between(1, 3), 5);
    Value b = draft.fresh(type, dice.chance(60) ? a.shape() : Shape.of(1));
    Arithmetic rule =
        new Arithmetic.Compared(
            dice.within(type),
            dice.within(type),
            8,
            small(dice),
            small(dice),
            new Rules(dice).rounding());
    Compare compare = new Compare(dice.pick(Compare.Relation.values()));
    Value holds = draft.layer(compare, rule, ElementType.BOOL, a, b);
    draft.layer(new Select(), new Arithmetic.Moved(0), type, holds, b, a);
  }

  private static Ratio small(Dice dice) {
    return new Ratio(dice.betweenLong(1L << 30, (1L << 31) - 1), dice.between(31, 40));
  }

  static void take(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 4), 5);
    int axis = dice.below(x.shape().rank());
    List<Integer> indices = new ArrayList<>();
    for (int i = dice.between(1, 6); i > 0; i--) {
      indices.add(dice.below(x.shape().extent(axis)));
    }
    draft.layer(new Take(axis, indices), new Arithmetic.Moved(0), x.element(), x);
  }

  static void matMul(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = signed(dice);
    int batch = dice.between(1, 2);
    int m = dice.between(1, 4);
    int k = dice.between(1, 5);
    int n = dice.between(1, 4);
    MatMul operator = new MatMul(dice.chance(40), dice.chance(40));
    Value a =
        draft.fresh(
            type, operator.leftTransposed() ? Shape.of(batch, k, m) : Shape.of(batch, m, k));
    Value b =
        draft.fresh(
            type, operator.rightTransposed() ? Shape.of(batch, n, k) : Shape.of(batch, k, n));
    Rules rules = new Rules(dice);
    double most = (double) type.max() * type.max() * k;
    draft.layer(operator, rules.scaled(type, most, type, 1, dice.within(type)), type, a, b);
  }

  static void resize(Draft draft) {
    Dice dice = draft.dice;
    Shape shape = Shape.of(1, dice.between(1, 4), dice.between(1, 4), dice.between(1, 3));
    Value x = draft.fresh(ElementType.INT8, shape);
    boolean align = dice.chance(30);
    ResizeBilinear operator =
        new ResizeBilinear(
            dice.between(1, 6), dice.between(1, 6), align, !align && dice.chance(50));
    draft.layer(operator, new Arithmetic.Moved(0), ElementType.INT8, x);
  }

  static void normalization(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(ElementType.INT8, dice.between(1, 3), 7);
    Arithmetic rule = new Arithmetic.Normalized(dice.within(ElementType.INT8));
    draft.layer(new L2Normalization(), rule, ElementType.INT8, x);
  }

  static void magnitude(Draft draft) {
    Dice dice = draft.dice;
    ElementType type = signed(dice);
    Value x = draft.any(type, dice.between(1, 3), 6);
    Rules rules = new Rules(dice);
    Ratio ratio = rules.ratio(type.max(), type, true);
    Arithmetic rule =
        new Arithmetic.Rescaled(
            dice.within(type), ratio, ratio, rules.rounding(), rules.range(type));
    draft.layer(Unary.of(Unary.Kind.ABS), rule, type, x);
  }

  static void quotient(Draft draft) {
    Dice dice = draft.dice;
    Value a = draft.any(ElementType.INT8, dice.between(1, 3), 5);
    Value b = draft.fresh(ElementType.INT8, dice.chance(60) ? a.shape() : Shape.of(1));
    List<Integer> reciprocals = new ArrayList<>();
    for (int d = 0; d < 256; d++) {
      int zeros = Integer.numberOfLeadingZeros(Math.max(1, d));
      reciprocals.add(
          FixedPoint.oneOverOnePlus((int) (((long) Math.max(1, d) << zeros) - (1L << 31))));
    }
    Arithmetic rule =
        new Arithmetic.Divided(
            dice.within(ElementType.INT8),
            dice.within(ElementType.INT8),
            reciprocals,
            new Ratio(dice.betweenLong(1L << 30, (1L << 31) - 1), dice.between(8, 40)),
            new Rules(dice).range(ElementType.INT8));
    draft.layer(new Binary(Binary.Kind.DIV, Activation.NONE), rule, ElementType.INT8, a, b);
  }
}
