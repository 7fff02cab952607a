package dev.thimble.graph;

import java.util.List;

/**
 * Features brought to one scale, each by its own constants: {@code y = clamp8((clamp16((x - centre)
 * >> preShift) * multiplier + 2^(shift - 1)) >> shift)}, by the index on the last axis.
 *
 * @param features constants by index
 */
public record Normalise(List<Feature> features) implements Operator {
  /** A step of the result, in deviations. */
  public static final double STEP = 1.0 / 32;

  private static final int MULTIPLIER_BITS = 14;
  private static final int MOST_SHIFT = 30;
  private static final int HEADROOM = 4;

  /** The constants of a feature; a multiplier has at most 14 bits, a shift is at least 1. */
  public record Feature(int centre, int preShift, int multiplier, int shift) {
    /**
     * The constants that take integers of that mean and deviation, both in their own steps, to
     * steps of {@link #STEP}.
     */
    public static Feature of(double mean, double deviation) {
      double spread = deviation > 0 ? deviation : 1;
      int preShift = Math.max(0, Math.getExponent(spread) + HEADROOM - 15);
      double factor = Math.scalb(1 / (spread * STEP), preShift);
      int shift = MULTIPLIER_BITS - 1 - Math.getExponent(factor);
      shift = Math.max(1, Math.min(MOST_SHIFT, shift));
      long multiplier = Math.round(Math.scalb(factor, shift));
      long most = (1L << MULTIPLIER_BITS) - 1;
      return new Feature((int) Math.round(mean), preShift, (int) Math.min(most, multiplier), shift);
    }
  }

  /** Copies the list. */
  public Normalise {
    features = List.copyOf(features);
  }

  @Override
  public List<Shape> infer(List<Shape> inputs) throws ShapeException {
    Shape x = inputs.get(0);
    if (x.rank() == 0 || x.extent(-1) != features.size()) {
      throw new ShapeException("expected " + features.size() + " features, got " + x);
    }
    return List.of(x);
  }
}
