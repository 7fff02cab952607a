package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;

/** What one type of operation becomes. */
@FunctionalInterface
interface ProgramOperator {
  /** Adds what the operation computes and binds its outputs. */
  void read(ProgramStep step) throws Problem;
}
