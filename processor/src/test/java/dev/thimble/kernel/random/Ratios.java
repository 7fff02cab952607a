package dev.thimble.kernel.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Quotients of predicted and measured figures. */
final class Ratios {
  private final List<Double> all = new ArrayList<>();

  void add(long predicted, long measured) {
    all.add((double) predicted / Math.max(1, measured));
  }

  @Override
  public String toString() {
    List<Double> sorted = all.stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f to %.2f (median %.2f)",
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        sorted.get(sorted.size() / 2));
  }
}
