package dev.thimble.graph;

import java.util.List;

/**
 * A filter of finite length over a history of samples, {@code [n]} or {@code [n, channels]}: {@code
 * y[i] = (sum of taps[k] * x[stride * i + k] + half) >> shift}, clamped to 16 bits.
 *
 * @param taps the oldest sample's first, of 16 bits
 * @param stride samples from one result to the next
 * @param shift what a tap of 1 is
 */
public record Fir(List<Integer> taps, int stride, int shift) implements Operator {
  /** Copies the list. */
  public Fir {
    taps = List.copyOf(taps);
  }

  /** Samples that so many results take. */
  public int history(int results) {
    return (results - 1) * stride + taps.size();
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    int rest = x.extent(0) - taps.size();
    if (rest < 0) {
      throw new ShapeException("expected at least " + taps.size() + " samples, got " + x);
    }
    return List.of(x.with(0, rest / stride + 1));
  }
}
