package dev.thimble.graph;

import java.util.List;

/**
 * Functions of one element, one after the other: bytes that are made real, computed with and
 * quantised again.
 *
 * @param functions the first one first; without any it is a change of scale by way of the reals
 */
public record Composed(List<Unary> functions) implements Operator {
  /** Copies the list. */
  public Composed {
    functions = List.copyOf(functions);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }
}
