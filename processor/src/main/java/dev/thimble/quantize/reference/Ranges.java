package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Value;

/**
 * Where outputs are clamped, by {@code CalculateActivationRangeQuantized} of {@code
 * tensorflow/lite/kernels/kernel_util.cc}; scales are single precision there.
 */
final class Ranges {
  private Ranges() {}

  /** The range of the value's type, narrowed by a fused activation. */
  static Range of(String step, Value out, Activation activation) throws Problem {
    ElementType element = out.element();
    int zeroPoint = out.quantized().zeroPoint();
    int low = (int) element.min();
    int high = (int) element.max();
    if (activation.low() > Double.NEGATIVE_INFINITY) {
      low = Math.max(low, quantized(step, out, activation.low()));
    }
    if (activation.high() < Double.POSITIVE_INFINITY) {
      high = Math.min(high, quantized(step, out, activation.high()));
    }
    if (low > high) {
      throw Multipliers.outOfRange(
          step, "its activation leaves no output between " + low + " and " + high);
    }
    return new Range(zeroPoint, low, high);
  }

  private static int quantized(String step, Value out, double real) throws Problem {
    float steps = (float) real / (float) out.quantized().scale();
    double rounded = Math.signum(steps) * Math.floor(Math.abs((double) steps) + 0.5);
    if (!(Math.abs(rounded) < 1 << 30)) {
      throw Multipliers.outOfRange(step, "its output's scale is " + out.quantized().scale());
    }
    return out.quantized().zeroPoint() + (int) rounded;
  }
}
