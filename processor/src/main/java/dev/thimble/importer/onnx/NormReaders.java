package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Normalisations. */
final class NormReaders {
  private static final double EPSILON = 1e-5;

  private NormReaders() {}

  static void batch(Step step) throws Problem {
    if (step.integer("training_mode", 0) != 0) {
      throw step.unsupported("training mode", "Export the model after model.eval().");
    }
    float[][] constants = new float[4][];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = step.network().floats(step.input(i + 1));
    }
    step.give(
        step.elements()
            .batchNorm(
                step.input(0),
                constants[0],
                constants[1],
                constants[2],
                constants[3],
                step.real("epsilon", EPSILON)));
  }

  /** In its parts. */
  static void layer(Step step) throws Problem {
    Tensor x = step.input(0);
    Elements elements = step.elements();
    Reductions reductions = new Reductions(step.network());
    List<Integer> axes = new ArrayList<>();
    for (int axis = step.axis("axis", -1, x.rank()); axis < x.rank(); axis++) {
      axes.add(axis);
    }
    Tensor mean = reductions.reduce(Reduce.Kind.MEAN, x, axes, true);
    Tensor centred = elements.binary(Binary.Kind.SUB, x, mean);
    Tensor squares = elements.unary(Unary.Kind.SQUARE, centred);
    Tensor variance = reductions.reduce(Reduce.Kind.MEAN, squares, axes, true);
    Tensor safe = elements.binary(Binary.Kind.ADD, variance, step.real("epsilon", EPSILON));
    Tensor root = elements.unary(Unary.Kind.RSQRT, safe);
    Tensor scaled = elements.binary(Binary.Kind.MUL, centred, root);
    Tensor result = elements.binary(Binary.Kind.MUL, scaled, step.input(1));
    step.give(step.has(2) ? elements.binary(Binary.Kind.ADD, result, step.input(2)) : result);
  }
}
