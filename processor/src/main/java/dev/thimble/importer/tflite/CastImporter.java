package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cast;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.Optional;

/**
 * CAST of constants, of integers to integers, of integers to reals at the graph's end, and between
 * reals and truth values. An input of integers that is only cast to reals is one of reals: see
 * {@link Borders}.
 */
final class CastImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Value x = step.input(0);
    ElementType to = step.outElement(0);
    if (to == x.element()) {
      step.bind(0, x);
      return;
    }
    if (!x.isConstant()) {
      computed(step, x, to);
      return;
    }
    step.bind(0, new Value(step.name(), to, x.shape(), Optional.empty(), Optional.of(cast(x, to))));
  }

  /** Integers that are made real at the graph's end stay what they are. */
  private static void computed(Step step, Value x, ElementType to) throws Problem {
    if (x.element() == ElementType.FLOAT32 && to == ElementType.BOOL) {
      step.emit(new Compare(Compare.Relation.NOT_EQUAL), x, number(step, "zero", 0));
    } else if (x.element() == ElementType.FLOAT32) {
      throw step.unsupported(
          "a cast of " + x.element() + " to " + to,
          "Leave it out, or quantise instead of casting.");
    } else if (to == ElementType.FLOAT32 && x.element() == ElementType.BOOL && inside(step)) {
      step.emit(new Select(), x, number(step, "one", 1), number(step, "zero", 0));
    } else if (to == ElementType.FLOAT32) {
      step.assembly().islands().cast(step, x);
    } else {
      step.emit(new Cast(), x);
    }
  }

  /** Truth values are 1 and 0 to what reads them; at the graph's end they stay what they are. */
  private static boolean inside(Step step) throws Problem {
    return !step.assembly().graph().outputs().contains(step.out(0).index());
  }

  private static Value number(Step step, String role, float... value) {
    return Value.real(step.assembly().fresh(step.name() + "_" + role), Shape.of(1), value);
  }

  private static Constant cast(Value x, ElementType to) {
    boolean reals = x.constant().orElseThrow() instanceof Constant.Floats;
    if (to == ElementType.FLOAT32) {
      float[] floats = new float[x.integers().length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = x.integers()[i];
      }
      return new Constant.Floats(floats);
    }
    long[] integers = new long[x.shape().size()];
    for (int i = 0; i < integers.length; i++) {
      long value = reals ? (long) x.floats()[i] : x.integers()[i];
      integers[i] = to == ElementType.BOOL ? (value == 0 ? 0 : 1) : wrapped(value, to);
    }
    return new Constant.Integers(integers);
  }

  /** As C's conversions do it: the low bits. */
  private static long wrapped(long value, ElementType to) {
    int unused = Long.SIZE - to.bits();
    return to.min() < 0 ? value << unused >> unused : value << unused >>> unused;
  }
}
