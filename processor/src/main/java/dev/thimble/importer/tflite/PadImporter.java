package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** PAD (zeros), PADV2 (any constant) and MIRROR_PAD. */
final class PadImporter implements OperatorImporter {
  static final int PADV2 = 60;
  static final int MIRROR_PAD = 100;

  private static final int MIRROR_OPTIONS = 77;
  private static final int MAX_PADDING = 1 << 24;

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, step.operator().code() == PADV2 ? 3 : 2, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    int rank = x.shape().rank();
    int[] paddings = step.integers(1);
    if (paddings.length != 2 * rank) {
      throw step.broken(paddings.length + " paddings for " + rank + " axes");
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      before.add(padding(step, paddings[2 * axis]));
      after.add(padding(step, paddings[2 * axis + 1]));
    }
    Pad.Mode mode = mode(step);
    mirrored(step, x, before, after, mode);
    step.emit(new Pad(before, after, mode, value(step)), x);
  }

  private static int padding(Step step, int padding) throws Problem {
    if (padding < 0 || padding > MAX_PADDING) {
      throw step.broken("a padding of " + padding);
    }
    return padding;
  }

  private static Pad.Mode mode(Step step) throws Problem {
    if (step.operator().code() != MIRROR_PAD) {
      return Pad.Mode.CONSTANT;
    }
    return step.options(MIRROR_OPTIONS).small(0) == 0 ? Pad.Mode.REFLECT : Pad.Mode.SYMMETRIC;
  }

  /** A mirror shows no more than there is. */
  private static void mirrored(
      Step step, Value x, List<Integer> before, List<Integer> after, Pad.Mode mode) throws Problem {
    int hidden = mode == Pad.Mode.REFLECT ? 1 : 0;
    for (int axis = 0; axis < before.size() && mode != Pad.Mode.CONSTANT; axis++) {
      int most = x.shape().extent(axis) - hidden;
      if (before.get(axis) > most || after.get(axis) > most) {
        throw step.broken("axis " + axis + " of " + x.shape() + " is too short to be mirrored");
      }
    }
  }

  /** The real number that is added around. */
  private static double value(Step step) throws Problem {
    if (!step.has(2)) {
      return 0;
    }
    Value value = step.input(2);
    if (!value.isConstant() || value.shape().elements() != 1) {
      throw step.unsupported("padding with what is computed", "Pad with a constant.");
    }
    if (value.constant().get() instanceof Constant.Floats floats) {
      return floats.values()[0];
    }
    if (value.quantization().isEmpty() || value.element() == ElementType.INT32) {
      throw step.unsupported("padding with " + value.element(), "Pad with a quantised constant.");
    }
    return value.quantized().scale() * (value.integers()[0] - value.quantized().zeroPoint());
  }
}
