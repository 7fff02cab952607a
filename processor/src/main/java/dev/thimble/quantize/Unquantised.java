package dev.thimble.quantize;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Node;

/** Steps that have no integer form. */
public final class Unquantised {
  private Unquantised() {}

  /** The problem of a node's step. */
  public static Problem of(Node node, String reason) {
    return new Problem(
        QuantisationMessage.TM1301_NOT_QUANTISED,
        node.step(),
        node.operator().getClass().getSimpleName(),
        reason);
  }
}
