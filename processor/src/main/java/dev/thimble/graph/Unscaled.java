package dev.thimble.graph;

import java.util.List;

/**
 * Numbers of a block without the block's scaling: shifted right by {@code bits} for each bit of the
 * second input, rounded to the nearest.
 *
 * @param bits 1 for what grows with the samples, 2 for energies
 */
public record Unscaled(int bits) implements Operator {
  @Override
  public List<Shape> infer(List<Shape> inputs) {
    return List.of(inputs.get(0));
  }
}
