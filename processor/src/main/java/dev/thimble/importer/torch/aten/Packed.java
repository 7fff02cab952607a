package dev.thimble.importer.torch.aten;

import java.util.List;

/**
 * A layer's parameters as one object, as engines take them: weights, bias, and what else the layer
 * has.
 */
public record Packed(List<Object> parts) {
  /** Copies the list. */
  public Packed {
    parts = List.copyOf(parts);
  }
}
