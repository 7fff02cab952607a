package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reduce;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;

/** What is computed over axes. */
final class ProgramReductions {
  private ProgramReductions() {}

  static ProgramOperator reduce(Reduce.Kind kind) {
    return step -> {
      Tensor x = step.tensor("x");
      step.give(
          new Reductions(step.network())
              .reduce(kind, x, step.axes("axes", x.rank()), step.flag("keep_dims", false)));
    };
  }

  static ProgramOperator extreme(boolean max) {
    return step -> {
      Tensor x = step.tensor("x");
      int axis = step.network().axis(step.integer("axis", -1), x.rank());
      step.give(
          new Reductions(step.network()).extreme(max, x, axis, step.flag("keep_dims", false)));
    };
  }

  static void softmax(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    int axis = step.network().axis(step.integer("axis", -1), x.rank());
    step.give(new Reductions(step.network()).softmax(x, axis));
  }
}
