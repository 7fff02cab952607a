package dev.thimble.kernel.lower;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.kernel.Stmt;

/** Turns one kind of operator into code: once, for every backend. */
interface Lowering {
  /** The code of the node; arrays and constants come from the context. */
  Stmt lower(Graph graph, Node node, Context context);
}
