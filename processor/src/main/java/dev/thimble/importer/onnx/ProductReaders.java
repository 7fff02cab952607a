package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.importer.network.Products;
import dev.thimble.importer.network.Tensor;
import java.util.Optional;

/** Matrix products. */
final class ProductReaders {
  private ProductReaders() {}

  static void matmul(Step step) throws Problem {
    step.give(new Products(step.network()).matmul(step.input(0), step.input(1)));
  }

  /** {@code alpha * A * B + beta * C}. */
  static void gemm(Step step) throws Problem {
    step.give(gemm(step, step.input(0), step.input(1), step.optional(2)));
  }

  static Tensor gemm(Step step, Tensor a, Tensor b, Optional<Tensor> c) throws Problem {
    Products products = new Products(step.network());
    if (a.rank() != 2 || b.rank() != 2) {
      throw step.network().broken("matrices of " + a.shape() + " and " + b.shape());
    }
    Tensor left = step.integer("transA", 0) != 0 ? products.turned(a) : a;
    boolean outFirst = step.integer("transB", 0) != 0;
    double alpha = step.real("alpha", 1);
    double beta = step.real("beta", 1);
    Optional<Tensor> added = c.isEmpty() ? c : Optional.of(times(step, c.get(), beta));
    if (step.network().isConstant(b)) {
      Tensor weights = times(step, outFirst ? b : products.turned(b), alpha);
      return products.linear(left, weights, added);
    }
    Tensor right = outFirst ? products.turned(b) : b;
    Tensor product = times(step, products.matmul(left, right), alpha);
    return added.isEmpty()
        ? product
        : step.elements().binary(Binary.Kind.ADD, product, added.get());
  }

  private static Tensor times(Step step, Tensor x, double factor) throws Problem {
    return factor == 1 ? x : step.elements().binary(Binary.Kind.MUL, x, factor);
  }
}
