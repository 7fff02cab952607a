package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Cast;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Select;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * CAST of constants, of integers to integers, of integers to reals at the graph's end, of reals to
 * integers, and between reals and truth values. An input of integers that is only cast to reals is
 * one of reals: see {@link Borders}.
 */
final class CastImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Optional<Islands.Island> island = step.island();
    if (island.isPresent()) {
      truncated(step, island.get());
      return;
    }
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

  /** What is not 0 as a real is none as an integer either, where that stands for 0. */
  private static void truncated(Step step, Islands.Island island) throws Problem {
    Value x = island.source();
    boolean same = step.outElement(0) == ElementType.BOOL && x.element() == ElementType.INT16;
    if (step.outElement(0) == ElementType.FLOAT32) {
      throw step.unsupported("a cast of reals to reals", "Leave it out.");
    }
    boolean plain = island.functions().isEmpty() && x.quantized().zeroPoint() == 0;
    step.emit(same && plain ? new Cast() : new Truncate(island.functions()), x);
  }

  /** Integers that are made real at the graph's end stay what they are. */
  private static void computed(Step step, Value x, ElementType to) throws Problem {
    if (x.element() == ElementType.FLOAT32 && to == ElementType.BOOL) {
      step.emit(new Compare(Compare.Relation.NOT_EQUAL), x, number(step, "zero", 0));
    } else if (x.element() == ElementType.FLOAT32) {
      step.emit(new Truncate(List.of()), x);
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
      integers[i] = reals ? Truncate.of(x.floats()[i], to) : integer(x.integers()[i], to);
    }
    return new Constant.Integers(integers);
  }

  private static long integer(long value, ElementType to) {
    return to == ElementType.BOOL ? Math.min(1, Math.abs(value)) : Cast.wrapped(value, to);
  }
}
