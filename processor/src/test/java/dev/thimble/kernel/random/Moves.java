package dev.thimble.kernel.random;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random layers that only move elements. */
final class Moves {
  private Moves() {}

  private static void moved(Draft draft, dev.thimble.graph.Operator operator, Value... read) {
    int fill = draft.dice.within(read[0].element());
    draft.layer(operator, new Arithmetic.Moved(fill), read[0].element(), read);
  }

  static void transpose(Draft draft) {
    Value x = draft.any(draft.activations(), draft.dice.between(2, 4), 5);
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      order.add(axis);
    }
    Collections.shuffle(order, new Random(draft.dice.below(1000)));
    moved(draft, new Transpose(order), x);
  }

  static void slice(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 4), 6);
    List<Integer> begin = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    List<Integer> extents = new ArrayList<>();
    for (int extent : x.shape().extents()) {
      int from = dice.below(extent);
      int stride = dice.pick(1, 1, 2, -1, -2, 3);
      int room = stride > 0 ? (extent - 1 - from) / stride : from / -stride;
      begin.add(from);
      step.add(stride);
      extents.add(dice.between(1, room + 1));
    }
    moved(draft, new Slice(begin, step, new Shape(extents)), x);
  }

  static void concat(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 3), 4);
    int axis = dice.below(x.shape().rank());
    List<Value> read = new ArrayList<>(List.of(x));
    for (int i = dice.between(1, 2); i > 0; i--) {
      Shape shape = x.shape().with(axis, dice.between(1, 4));
      boolean again = dice.chance(10);
      read.add(again ? x : draft.fresh(x.element(), shape));
    }
    moved(draft, new Concat(axis), read.toArray(Value[]::new));
  }

  static void pad(Draft draft) {
    Dice dice = draft.dice;
    Value x = draft.any(draft.activations(), dice.between(1, 3), 5);
    Pad.Mode mode = dice.pick(Pad.Mode.values());
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int extent : x.shape().extents()) {
      int most =
          switch (mode) {
            case CONSTANT -> 2;
            case REFLECT -> extent - 1;
            case SYMMETRIC -> extent;
          };
      before.add(dice.between(0, most));
      after.add(dice.between(0, most));
    }
    moved(draft, new Pad(before, after, mode, 0), x);
  }
}
