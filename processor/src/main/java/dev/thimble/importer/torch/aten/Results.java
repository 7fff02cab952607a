package dev.thimble.importer.torch.aten;

import java.util.List;

/** What an operator returns that returns not exactly one value. */
public record Results(List<Object> values) {
  /** Of operators that only change what they are given. */
  public static final Results NOTHING = new Results(List.of());

  /** Copies the list. */
  public Results {
    values = List.copyOf(values);
  }
}
