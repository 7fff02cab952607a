package dev.thimble.quantize.reference;

import java.util.ArrayList;
import java.util.List;

/**
 * Tables over int16 with 512 steps: {@code LUTPopulateInt16} of {@code internal/common.h}, in the
 * single precision that it is computed in. The value between two entries is interpolated, so each
 * entry is moved by half of the error that this makes in the middle.
 */
final class InterpolatedTables {
  private static final int STEPS = 512;

  private final float inputScale;
  private final int inputZeroPoint;
  private final float outputScale;

  InterpolatedTables(float inputScale, int inputZeroPoint, float outputScale) {
    this.inputScale = inputScale;
    this.inputZeroPoint = inputZeroPoint;
    this.outputScale = outputScale;
  }

  /** A function in single precision. */
  interface Real {
    float of(float x);
  }

  List<Integer> of(Real function) {
    float low = inputScale * (Short.MIN_VALUE - inputZeroPoint);
    float high = inputScale * (Short.MAX_VALUE - inputZeroPoint);
    float step = (high - low) / STEPS;
    float half = step / 2;
    float span = outputScale * Short.MAX_VALUE - outputScale * Short.MIN_VALUE;
    float inverse = (float) (1 << 16) / span;
    List<Integer> table = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      float here = round(function.of(low + i * step) * inverse);
      float next = function.of(low + (i + 1) * step) * inverse;
      float middle = round(function.of(low + i * step + half) * inverse);
      float error = round((next + here) / 2) - middle;
      table.add(clamped(here - round(error / 2)));
    }
    table.add(clamped(round(function.of(high) * inverse)));
    return table;
  }

  private static int clamped(float value) {
    return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value));
  }

  /** {@code std::round}: ties away from zero. */
  static float round(float value) {
    return (float) (Math.signum(value) * Math.floor(Math.abs((double) value) + 0.5));
  }
}
