package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;

/** Derives the integer rule of one kind of node from the scales around it. */
interface Rule {
  /** The rule; a problem if the reference's kernel does not work with such scales. */
  Arithmetic of(Graph graph, Node node) throws Problem;
}
