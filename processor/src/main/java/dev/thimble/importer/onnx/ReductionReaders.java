package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What is computed over axes. */
final class ReductionReaders {
  private ReductionReaders() {}

  static void reduce(Step step, Reduce.Kind kind) throws Problem {
    reduce(step, kind, step.input(0));
  }

  static void squares(Step step) throws Problem {
    reduce(step, Reduce.Kind.SUM, step.elements().unary(Unary.Kind.SQUARE, step.input(0)));
  }

  private static void reduce(Step step, Reduce.Kind kind, Tensor x) throws Problem {
    List<Integer> all = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      all.add(axis);
    }
    List<Integer> given = step.integers(1, "axes").orElse(all);
    boolean keeps = step.integer("keepdims", 1) != 0;
    if (given.isEmpty()) {
      boolean none = step.integer("noop_with_empty_axes", 0) != 0;
      given = none ? given : all;
    }
    step.give(
        given.isEmpty()
            ? x
            : new Reductions(step.network()).reduce(kind, x, step.axes(given, x.rank()), keeps));
  }

  static void extreme(Step step, boolean max) throws Problem {
    Tensor x = step.input(0);
    if (step.integer("select_last_index", 0) != 0) {
      throw step.unsupported("the last of equals", "Use select_last_index=0.");
    }
    int axis = step.axis("axis", 0, x.rank());
    boolean keeps = step.integer("keepdims", 1) != 0;
    step.give(new Reductions(step.network()).extreme(max, x, axis, keeps));
  }
}
