package dev.thimble.graph.passes;

import dev.thimble.graph.Graph;

/** One rewriting of a graph of reals. */
@FunctionalInterface
public interface GraphPass {
  /** The rewritten graph; the very same one where nothing applies. */
  Graph apply(Graph graph);
}
