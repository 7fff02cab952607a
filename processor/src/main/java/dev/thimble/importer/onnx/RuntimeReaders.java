package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Poolings;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ONNX Runtime's own operators of integers. */
final class RuntimeReaders {
  private RuntimeReaders() {}

  /** a, a_scale, a_zero, b, b_scale, b_zero, c_scale, c_zero. */
  static void binary(Step step, Binary.Kind kind) throws Problem {
    Tensor a = QuantisedReaders.operand(step, 0, 1, 2);
    Tensor b = QuantisedReaders.operand(step, 3, 4, 5);
    QuantisedReaders.give(step, step.elements().binary(kind, a, b), 6, 7);
  }

  /** x, x_scale, x_zero, y_scale, y_zero, as are those of the next ones. */
  static void sigmoid(Step step) throws Problem {
    Tensor x = QuantisedReaders.operand(step, 0, 1, 2);
    QuantisedReaders.give(step, step.elements().unary(Unary.Kind.SIGMOID, x), 3, 4);
  }

  static void leaky(Step step) throws Problem {
    Tensor x = QuantisedReaders.operand(step, 0, 1, 2);
    Tensor result = step.elements().leaky(x, step.real("alpha", 0.01));
    QuantisedReaders.give(step, result, 3, 4);
  }

  static void softmax(Step step) throws Problem {
    Tensor x = QuantisedReaders.operand(step, 0, 1, 2);
    int axis = step.axis("axis", -1, x.rank());
    QuantisedReaders.give(step, new Reductions(step.network()).softmax(x, axis), 3, 4);
  }

  static void average(Step step) throws Problem {
    channelsFirst(step);
    Tensor x = QuantisedReaders.operand(step, 0, 1, 2);
    QuantisedReaders.give(step, WindowReaders.average(step, x), 3, 4);
  }

  static void global(Step step) throws Problem {
    channelsFirst(step);
    Tensor x = QuantisedReaders.operand(step, 0, 1, 2);
    Tensor mean = new Poolings(step.network()).global(Reduce.Kind.MEAN, x);
    QuantisedReaders.give(step, mean, 3, 4);
  }

  private static void channelsFirst(Step step) throws Problem {
    if (step.integer("channels_last", 0) != 0) {
      throw step.unsupported("channels_last", "Export it channels first.");
    }
  }

  /** y_scale, y_zero, then x, x_scale, x_zero of each part. */
  static void concat(Step step) throws Problem {
    List<Tensor> parts = new ArrayList<>();
    for (int i = 2; i + 2 < step.inputs(); i += 3) {
      parts.add(QuantisedReaders.operand(step, i, i + 1, i + 2));
    }
    if (parts.isEmpty()) {
      throw step.network().broken("it joins nothing");
    }
    int axis = step.axis("axis", 1, parts.get(0).rank());
    QuantisedReaders.give(step, step.move().concat(parts, axis), 0, 1);
  }

  /** a, a_scale, a_zero, b, b_scale, b_zero, bias, y_scale, y_zero. */
  static void gemm(Step step) throws Problem {
    if (!step.has(7)) {
      throw step.unsupported("a result of reals", "Quantise the result, too.");
    }
    Tensor a = QuantisedReaders.operand(step, 0, 1, 2);
    int outAxis = step.integer("transB", 0) != 0 ? 0 : 1;
    Tensor b = QuantisedReaders.weights(step, 3, 4, 5, outAxis);
    Optional<Tensor> bias =
        step.has(6) ? Optional.of(QuantisedReaders.bias(step, 6, 1, 4)) : Optional.empty();
    QuantisedReaders.give(step, ProductReaders.gemm(step, a, b, bias), 7, 8);
  }
}
