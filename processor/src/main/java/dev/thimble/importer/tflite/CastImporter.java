package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Value;
import java.util.Optional;

/** CAST of what is known before anything runs, and to the type that it has. */
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
      throw step.unsupported(
          "a cast of " + x.element() + " to " + to,
          "Leave it out, or quantise instead of casting.");
    }
    step.bind(0, new Value(step.name(), to, x.shape(), Optional.empty(), Optional.of(cast(x, to))));
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
