package dev.thimble.benchmarks;

import dev.thimble.graph.Graph;
import java.util.List;

/**
 * A network and what TensorFlow Lite for Microcontrollers makes of its inputs.
 *
 * @param name the file's name, without its ending
 * @param graph the network as it was imported, without integer rules
 * @param stream whether the vectors are one sequence; else each starts anew
 * @param outputNames what each output is called in the table
 * @param vectors inputs and outputs
 */
record GoldenCase(
    String name, Graph graph, boolean stream, List<String> outputNames, List<Vector> vectors) {

  /** Elements by input, and by output. */
  record Vector(List<long[]> inputs, List<long[]> outputs) {}

  /** The same network with the first vectors only. */
  GoldenCase first(int count) {
    return new GoldenCase(
        name,
        graph,
        stream,
        outputNames,
        vectors.subList(0, Math.max(1, Math.min(count, vectors.size()))));
  }
}
