package dev.thimble.graph;

import java.util.List;

/** Axes in another order: axis i of the result is axis permutation[i] of the input. */
public record Transpose(List<Integer> permutation) implements Operator {
  /** Copies the permutation. */
  public Transpose {
    permutation = List.copyOf(permutation);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shapes.expectRank("input", inputs.get(0), permutation.size());
    return List.of(new Shape(permutation.stream().map(inputs.get(0)::extent).toList()));
  }
}
