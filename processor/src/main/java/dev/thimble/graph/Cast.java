package dev.thimble.graph;

import java.util.List;

/**
 * The same integers in another type, whatever they stand for; those that do not fit lose their high
 * bits, as in C. Truth values say whether the integer is not 0.
 */
public record Cast() implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }
}
