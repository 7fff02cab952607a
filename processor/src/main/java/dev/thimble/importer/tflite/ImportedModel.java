package dev.thimble.importer.tflite;

import dev.thimble.graph.Graph;
import java.util.List;
import java.util.Map;

/**
 * What became of a file.
 *
 * @param graph the network
 * @param tensorNames name of the value that each tensor of the main subgraph became, by its index;
 *     tensors that were folded away are missing
 * @param labels names of the classes from the file's metadata; may be empty
 */
public record ImportedModel(Graph graph, Map<Integer, String> tensorNames, List<String> labels) {
  /** Copies the collections. */
  public ImportedModel {
    tensorNames = Map.copyOf(tensorNames);
    labels = List.copyOf(labels);
  }
}
