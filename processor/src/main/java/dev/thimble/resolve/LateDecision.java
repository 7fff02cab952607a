package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Value;
import java.util.List;

/** A decision that becomes a node once the scores that it reads are integers. */
public interface LateDecision {
  /** Its step, which is also the name of the value that it gives. */
  String step();

  /** The simple name of its annotation. */
  String annotation();

  /** The graph's value that it reads. */
  String scores();

  /**
   * Types of what it keeps from run to run, as many as there are at most: the outputs behind the
   * decision.
   */
  List<ElementType> kept();

  /** What it does with these scores, which have a scale. */
  Operator over(Value scores);
}
