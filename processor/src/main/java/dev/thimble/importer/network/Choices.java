package dev.thimble.importer.network;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;

/** Comparisons, which give 1 or 0, and what is chosen by them. */
public final class Choices {
  private final Network network;
  private final Elements elements;

  /** Adds to that network. */
  public Choices(Network network) {
    this.network = network;
    elements = new Elements(network);
  }

  /** 1 where {@code a > b}, or {@code a >= b}, else 0. */
  public Tensor above(Tensor a, Tensor b, boolean orEqual) throws Problem {
    if (orEqual) {
      Tensor below = above(b, a, false);
      return elements.binary(Binary.Kind.SUB, network.constant(Shape.of(), 1), below);
    }
    boolean number = network.isConstant(b) && b.shape().elements() == 1;
    double limit = number ? network.floats(b)[0] : 0;
    Tensor difference = number ? a : elements.binary(Binary.Kind.SUB, a, b);
    return network.emit(Unary.step(limit), difference.order(), difference);
  }

  /** {@code a} where the choice is 1, {@code b} where it is 0. */
  public Tensor where(Tensor choice, Tensor a, Tensor b) throws Problem {
    Tensor half = network.constant(Shape.of(), 0.5f);
    Tensor truth =
        network.isConstant(choice)
            ? choice
            : network.emit(
                new Compare(Compare.Relation.GREATER),
                choice.order(),
                choice,
                network.arranged(
                    new Movements(network).leading(half, choice.rank()), choice.order()));
    return elements.select(truth, a, b);
  }

  /** {@code x} where it is at least the limit, else 0. */
  public Tensor thresholded(Tensor x, double limit) throws Problem {
    Tensor choice = network.emit(Unary.step(Math.nextDown(limit)), x.order(), x);
    return where(choice, x, network.constant(Shape.of(), 0));
  }
}
