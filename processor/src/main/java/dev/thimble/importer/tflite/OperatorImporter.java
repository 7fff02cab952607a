package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;

/** Reads one operator of TensorFlow Lite, or a family of them. */
interface OperatorImporter {
  /** Checks the operator and adds to the graph what it does. */
  void read(Step step) throws Problem;
}
