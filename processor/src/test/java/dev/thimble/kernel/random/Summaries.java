package dev.thimble.kernel.random;

import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Value;
import dev.thimble.quantize.ReferenceSoftmax;
import java.util.ArrayList;
import java.util.List;

/** Random layers that fold axes. */
final class Summaries {
  private Summaries() {}

  static void reduce(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 4), 6);
    int rank = x.shape().rank();
    List<Integer> axes = new ArrayList<>();
    double terms = 1;
    for (int axis = 0; axis < rank; axis++) {
      if (dice.chance(50) || axis == rank - 1 && axes.isEmpty()) {
        axes.add(dice.chance(50) ? axis : axis - rank);
        terms *= x.shape().extent(axis);
      }
    }
    Reduce.Kind kind = dice.pick(Reduce.Kind.values());
    boolean extreme = kind == Reduce.Kind.MAX || kind == Reduce.Kind.MIN;
    Rules rules = new Rules(dice);
    ElementType to = extreme ? x.element() : rules.result();
    Arithmetic rule =
        extreme
            ? new Arithmetic.Moved(0)
            : rules.scaled(x.element(), x.element().max() * terms, to, 1, 0);
    draft.layer(new Reduce(kind, axes, dice.chance(50)), rule, to, x);
  }

  static void softmax(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(ElementType.INT8, dice.between(1, 2), 9);
    double scale = dice.pick(0.0005, 0.01, 0.05, 0.1, 0.25, 1.0);
    Arithmetic rule = ReferenceSoftmax.tables(scale, 1, x.shape().extent(-1));
    draft.layer(new Softmax(1), rule, ElementType.INT8, x);
  }

  static void argExtreme(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 4), 6);
    int axis = dice.below(x.shape().rank());
    ElementType to = dice.pick(ElementType.INT16, ElementType.INT32, ElementType.INT8);
    ArgExtreme operator =
        new ArgExtreme(dice.chance(60), dice.chance(50) ? axis : axis - x.shape().rank());
    draft.layer(operator, new Arithmetic.Moved(0), to, x);
  }
}
