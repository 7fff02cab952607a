package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;

/** Reads one kind of operator: describes it to the network and binds its outputs. */
@FunctionalInterface
interface OperatorReader {
  /** Reads it. */
  void read(Step step) throws Problem;
}
