package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Dense;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Matrix products. */
public final class Products {
  private final Network network;

  /** Adds to that network. */
  public Products(Network network) {
    this.network = network;
  }

  /**
   * A linear layer over the last axis.
   *
   * @param x [.., in]
   * @param weights constant, [out, in]
   * @param bias constant, [out]
   */
  public Tensor linear(Tensor x, Tensor weights, Optional<Tensor> bias) throws Problem {
    if (weights.rank() != 2 || x.rank() == 0 || x.extent(-1) != weights.extent(1)) {
      throw network.broken("weights of " + weights.shape() + " for " + x.shape());
    }
    if (!network.isConstant(weights)) {
      throw network.unsupported(
          "weights that are computed", "Export the model with weights as constants.");
    }
    Tensor rows = lastAxisLast(x) ? x : network.plain(x);
    Tensor w = network.plain(weights);
    Dense dense = new Dense(Activation.NONE);
    if (bias.isPresent() && vector(bias.get(), weights.extent(0))) {
      Shape flat = Shape.of(weights.extent(0));
      Tensor b = network.plain(new Movements(network).reshape(bias.get(), flat));
      return network.emit(dense, rows.order(), rows, w, b);
    }
    Tensor product = network.emit(dense, rows.order(), rows, w);
    return bias.isPresent()
        ? new Elements(network).binary(Binary.Kind.ADD, product, bias.get())
        : product;
  }

  private boolean vector(Tensor bias, int outputs) {
    return network.isConstant(bias)
        && bias.shape().elements() == outputs
        && (outputs == 1 || bias.extent(-1) == outputs);
  }

  private static boolean lastAxisLast(Tensor x) {
    return x.order().get(x.order().size() - 1) == x.rank() - 1;
  }

  /** A product of matrices, the last two axes of each; NumPy's matmul. */
  public Tensor matmul(Tensor a, Tensor b) throws Problem {
    if (a.rank() == 0 || b.rank() == 0) {
      throw network.broken("a product of " + a.shape() + " and " + b.shape());
    }
    if (network.isConstant(b) && b.rank() <= 2) {
      Tensor matrix = b.rank() == 2 ? b : new Movements(network).unsqueeze(b, List.of(1));
      Tensor product = linear(a, turned(matrix), Optional.empty());
      return b.rank() == 2
          ? product
          : new Movements(network).squeeze(product, List.of(product.rank() - 1));
    }
    if (network.isConstant(a) && a.rank() == 2 && b.rank() >= 2) {
      return turned(linear(turned(b), a, Optional.empty()));
    }
    if (a.rank() < 2 || b.rank() < 2) {
      throw network.unsupported("a product with a vector", "Give it two axes.");
    }
    Tensor left = network.plain(a);
    Tensor right = network.plain(b);
    int rank = Math.max(a.rank(), b.rank());
    return network.emit(new MatMul(false, false), Tensor.plain(rank), left, right);
  }

  /** The last two axes swapped. */
  public Tensor turned(Tensor x) throws Problem {
    if (x.rank() < 2) {
      throw network.broken(x.shape() + " has no two axes to swap");
    }
    List<Integer> order = new ArrayList<>(Tensor.plain(x.rank()));
    Collections.swap(order, x.rank() - 1, x.rank() - 2);
    return new Movements(network).transpose(x, order);
  }
}
