package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Products;
import dev.thimble.importer.network.Reductions;
import dev.thimble.importer.network.Tensor;
import java.util.Arrays;
import java.util.List;

/** Products of matrices, and normalisations. */
final class ProgramProducts {
  private static final double EPSILON = 1e-5;

  private ProgramProducts() {}

  static void linear(ProgramStep step) throws Problem {
    step.give(
        new Products(step.network())
            .linear(step.tensor("x"), step.tensor("weight"), step.optional("bias")));
  }

  static void matmul(ProgramStep step) throws Problem {
    Products products = new Products(step.network());
    Tensor x = step.tensor("x");
    Tensor y = step.tensor("y");
    if (x.rank() < 2 || y.rank() < 2) {
      throw step.network().unsupported("a product with a vector", "Give it two axes.");
    }
    step.give(
        products.matmul(
            step.flag("transpose_x", false) ? products.turned(x) : x,
            step.flag("transpose_y", false) ? products.turned(y) : y));
  }

  static void batchNorm(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    float[] mean = step.known("mean").floats();
    float[] ones = new float[mean.length];
    Arrays.fill(ones, 1);
    step.give(
        new Elements(step.network())
            .batchNorm(
                x,
                step.has("gamma") ? step.known("gamma").floats() : ones,
                step.has("beta") ? step.known("beta").floats() : new float[mean.length],
                mean,
                step.known("variance").floats(),
                step.number("epsilon", EPSILON)));
  }

  static void layerNorm(ProgramStep step) throws Problem {
    Tensor x = step.tensor("x");
    List<Integer> axes = step.axes("axes", x.rank());
    Tensor result = normalised(step.network(), x, axes, step.number("epsilon", EPSILON));
    Elements elements = new Elements(step.network());
    if (step.has("gamma")) {
      result = elements.binary(Binary.Kind.MUL, result, step.tensor("gamma"));
    }
    if (step.has("beta")) {
      result = elements.binary(Binary.Kind.ADD, result, step.tensor("beta"));
    }
    step.give(result);
  }

  /** Less its mean, divided by its deviation, over these axes. */
  static Tensor normalised(Network network, Tensor x, List<Integer> axes, double epsilon)
      throws Problem {
    Elements elements = new Elements(network);
    Reductions reductions = new Reductions(network);
    Tensor mean = reductions.reduce(Reduce.Kind.MEAN, x, axes, true);
    Tensor centred = elements.binary(Binary.Kind.SUB, x, mean);
    Tensor squares = elements.unary(Unary.Kind.SQUARE, centred);
    Tensor variance = reductions.reduce(Reduce.Kind.MEAN, squares, axes, true);
    Tensor safe = elements.binary(Binary.Kind.ADD, variance, epsilon);
    return elements.binary(Binary.Kind.MUL, centred, elements.unary(Unary.Kind.RSQRT, safe));
  }
}
