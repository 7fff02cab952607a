package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Tensor;
import java.util.List;

/** What one operation becomes. */
@FunctionalInterface
interface NodeReader {
  /** Adds what the node computes and gives its results. */
  List<Tensor> read(NodeStep step) throws Problem;
}
