package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import java.util.List;

/**
 * A network of integers.
 *
 * @param integer every node carries its rule; inputs and outputs have the names that they had
 * @param real the graph of reals with the same nodes, after all rewritings
 * @param qualities one for each node but those that give an index, in execution order
 */
public record Quantised(Graph integer, Graph real, List<StepQuality> qualities) {
  /** Copies the list. */
  public Quantised {
    qualities = List.copyOf(qualities);
  }
}
