package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.importer.coreml.schema.ReduceLayerParams;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Tensors joined element by element, and what is computed over axes. */
final class LayerMerges {
  private LayerMerges() {}

  /** Several tensors, one after the other; a single one meets the layer's number. */
  static LayerOperator merge(Binary.Kind kind, boolean mean) {
    return step -> {
      List<Tensor> inputs = step.inputs();
      Tensor result = inputs.get(0);
      for (Tensor next : inputs.subList(1, inputs.size())) {
        result = step.elements().binary(kind, result, next);
      }
      if (inputs.size() == 1 && !mean) {
        double number =
            kind == Binary.Kind.ADD
                ? step.layer().getAdd().getAlpha()
                : step.layer().getMultiply().getAlpha();
        boolean numbered = kind == Binary.Kind.ADD || kind == Binary.Kind.MUL;
        result = numbered ? step.elements().binary(kind, result, number) : result;
      }
      step.give(
          mean ? step.elements().binary(Binary.Kind.MUL, result, 1.0 / inputs.size()) : result);
    };
  }

  static void softmax(LayerStep step) throws Problem {
    Tensor x = step.input();
    int axis = x.rank() >= 3 ? step.channelAxis(x) : x.rank() - 1;
    step.give(new Reductions(step.network()).softmax(x, step.network().axis(axis, x.rank())));
  }

  static void softmaxAxis(LayerStep step) throws Problem {
    Tensor x = step.input();
    int axis = step.network().axis(step.layer().getSoftmaxND().getAxis(), x.rank());
    step.give(new Reductions(step.network()).softmax(x, axis));
  }

  /** The older form names axes by letters. */
  static void reduce(LayerStep step) throws Problem {
    ReduceLayerParams reduce = step.layer().getReduce();
    List<Integer> axes =
        switch (reduce.getAxis()) {
          case HW -> List.of(-2, -1);
          case C -> List.of(-3);
          case H -> List.of(-2);
          case W -> List.of(-1);
          default -> List.of(-3, -2, -1);
        };
    Reduce.Kind kind =
        switch (reduce.getMode()) {
          case SUM -> Reduce.Kind.SUM;
          case AVG -> Reduce.Kind.MEAN;
          case MAX -> Reduce.Kind.MAX;
          case MIN -> Reduce.Kind.MIN;
          default ->
              throw step.network()
                  .unsupported("a reduction by " + reduce.getMode(), "Use a mean or a sum.");
        };
    Tensor x = step.input();
    step.give(new Reductions(step.network()).reduce(kind, x, counted(step, x, axes), true));
  }

  private static List<Integer> counted(LayerStep step, Tensor x, List<Integer> axes)
      throws Problem {
    List<Integer> counted = new ArrayList<>();
    for (int axis : axes) {
      counted.add(step.network().axis(axis, x.rank()));
    }
    return counted;
  }

  /** The later form: axes by number. */
  static LayerOperator reduce(Reduce.Kind kind, Axes axes) {
    return step -> {
      Tensor x = step.input();
      Reduced how = axes.of(step);
      List<Integer> over = new ArrayList<>();
      for (long axis : how.axes()) {
        over.add(step.network().axis(axis, x.rank()));
      }
      for (int axis = 0; axis < x.rank() && how.all(); axis++) {
        over.add(axis);
      }
      step.give(new Reductions(step.network()).reduce(kind, x, over, how.keep()));
    };
  }

  /** Which axes are reduced. */
  record Reduced(List<Long> axes, boolean keep, boolean all) {}

  /** Takes the axes from the layer. */
  @FunctionalInterface
  interface Axes {
    Reduced of(LayerStep step);
  }
}
