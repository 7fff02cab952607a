package dev.thimble.resolve;

import dev.thimble.graph.ShapeException;

/** Turns the steps of one annotation into nodes of the graph. */
interface StepResolver {
  /**
   * Adds the nodes of a step; the last one, and its value, bear the step's name.
   *
   * @throws ShapeException if what arrives does not fit; the text says what was expected
   * @throws StepFailure if anything else is wrong, once it is reported
   */
  Flow resolve(StepContext step) throws ShapeException, StepFailure;
}
