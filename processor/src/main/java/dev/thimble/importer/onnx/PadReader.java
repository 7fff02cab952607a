package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Pad;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Elements put around a tensor. */
final class PadReader {
  private PadReader() {}

  static void read(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> pads =
        step.integers(1, "pads").orElseThrow(() -> step.network().broken("it has no pads"));
    double number = step.number(2, "value", 0);
    List<Integer> all = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      all.add(axis);
    }
    List<Integer> axes = step.axes(step.integers(3, "").orElse(all), x.rank());
    if (pads.size() != 2 * axes.size()) {
      throw step.network().broken(pads.size() + " pads for " + axes.size() + " axes");
    }
    Tensor result = x;
    for (int i = 0; i < axes.size(); i++) {
      int before = pads.get(i);
      int after = pads.get(i + axes.size());
      result = pad(step, result, axes.get(i), before, after, number);
    }
    step.give(result);
  }

  private static Tensor pad(Step step, Tensor x, int axis, int before, int after, double number)
      throws Problem {
    String mode = step.text("mode", "constant");
    return switch (mode) {
      case "constant" -> step.move().pad(x, axis, before, after, number);
      case "reflect" -> step.move().pad(x, axis, before, after, Pad.Mode.REFLECT, 0);
      default -> throw step.unsupported("mode " + mode, "Use constant or reflect.");
    };
  }
}
