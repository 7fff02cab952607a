package dev.thimble.importer.tflite;

import dev.thimble.graph.Graph;
import java.util.Map;

/**
 * What became of a file.
 *
 * @param graph the network
 * @param tensorNames name of the value that each tensor of the main subgraph became, by its index;
 *     tensors that were folded away are missing
 */
public record ImportedModel(Graph graph, Map<Integer, String> tensorNames) {
  /** Copies the collections. */
  public ImportedModel {
    tensorNames = Map.copyOf(tensorNames);
  }
}
