package dev.thimble.graph;

import java.util.List;

/**
 * How integers stand for reals: {@code real = scale * (integer - zeroPoint)}.
 *
 * @param scales one, or one for each slice along {@code axis}
 * @param zeroPoints as many as scales
 * @param axis the axis of per-channel scales; 0 where there is one scale
 */
public record Quantization(List<Double> scales, List<Integer> zeroPoints, int axis) {
  /** Copies the lists. */
  public Quantization {
    scales = List.copyOf(scales);
    zeroPoints = List.copyOf(zeroPoints);
    if (scales.isEmpty() || scales.size() != zeroPoints.size()) {
      throw new IllegalArgumentException(
          scales.size() + " scales, " + zeroPoints.size() + " zero points");
    }
  }

  /** One scale and zero point for the whole tensor. */
  public static Quantization perTensor(double scale, int zeroPoint) {
    return new Quantization(List.of(scale), List.of(zeroPoint), 0);
  }

  /** Whether there is one scale for each channel. */
  public boolean perChannel() {
    return scales.size() > 1;
  }

  /** The scale of a channel. */
  public double scale(int channel) {
    return scales.get(perChannel() ? channel : 0);
  }

  /** The only scale, or the first. */
  public double scale() {
    return scales.get(0);
  }

  /** The only zero point, or the first. */
  public int zeroPoint() {
    return zeroPoints.get(0);
  }
}
