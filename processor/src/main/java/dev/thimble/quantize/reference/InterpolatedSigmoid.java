package dev.thimble.quantize.reference;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Interpolated;
import java.util.List;

/**
 * LOGISTIC and TANH over int16: {@code internal/reference/integer_ops/logistic.h} and {@code
 * tanh.h} with the preparations of {@code micro/kernels/logistic_common.cc} and {@code tanh.cc}.
 */
public final class InterpolatedSigmoid {
  private static final int TABLE_END = 0xFFFF;

  /** A scale of 2^-12 needs no multiplier. */
  private static final int PLAIN_EXPONENT = -12;

  private InterpolatedSigmoid() {}

  /** The rule for inputs of that scale; outputs are 2^-15. */
  static Arithmetic of(String step, boolean tanh, double inputScale) throws Problem {
    double logarithm = StrictMath.log(inputScale) / StrictMath.log(2);
    int doublings = (int) Math.round(logarithm) - PLAIN_EXPONENT;
    // CheckedLog2 takes what is nearly a power of two for one.
    boolean power = Math.abs(logarithm - Math.rint(logarithm)) < 1e-3;
    if (power && (doublings == 0 || (tanh && doublings == 1))) {
      return rule(tanh, 3 << doublings, 0);
    }
    double multiplier = inputScale * 4096.0 * 3.0;
    int shift = 0;
    while (multiplier <= Short.MAX_VALUE / 2.0 && shift <= 30) {
      shift++;
      multiplier *= 2;
    }
    if (multiplier > Short.MAX_VALUE) {
      throw Multipliers.outOfRange(step, "its input's scale, " + inputScale + ", is too large");
    }
    return rule(tanh, (int) multiplier, shift);
  }

  /** The sigmoid of a gate: its scale is 2^-12. */
  public static Interpolated gateSigmoid() {
    return rule(false, 3, 0);
  }

  /**
   * The hyperbolic tangent of numbers with scale 2^power, by {@code Tanh} of {@code lstm_eval.cc}.
   */
  public static Interpolated powerTanh(int power) {
    int shift = power - PLAIN_EXPONENT;
    return shift < 0 ? rule(true, 3, -shift) : rule(true, 3 << shift, 0);
  }

  private static Interpolated rule(boolean tanh, int multiplier, int shift) {
    return tanh
        ? new Interpolated(
            multiplier,
            shift,
            8,
            TABLE,
            TABLE_END << 8,
            -(1 << 23) + (1 << 7),
            (1 << 23) + (1 << 7) - 1,
            8)
        : new Interpolated(
            multiplier, shift, 9, TABLE, 0x7FFF << 10, 1 << 9, (1 << 25) + (1 << 9) - 1, 10);
  }

  /**
   * sigmoid(i / 24) with 16 fraction bits, {@code sigmoid_table_uint16} of {@code
   * internal/common.h}. Not correctly rounded, so it is copied, not computed.
   */
  private static final List<Integer> TABLE =
      List.of(
          32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149, 40794,
          41432, 42064, 42688, 43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369, 47911, 48443,
          48964, 49475, 49975, 50464, 50942, 51409, 51865, 52311, 52745, 53169, 53581, 53983, 54374,
          54755, 55125, 55485, 55834, 56174, 56503, 56823, 57133, 57433, 57724, 58007, 58280, 58544,
          58800, 59048, 59288, 59519, 59743, 59959, 60168, 60370, 60565, 60753, 60935, 61110, 61279,
          61441, 61599, 61750, 61896, 62036, 62172, 62302, 62428, 62549, 62666, 62778, 62886, 62990,
          63090, 63186, 63279, 63368, 63454, 63536, 63615, 63691, 63765, 63835, 63903, 63968, 64030,
          64090, 64148, 64204, 64257, 64308, 64357, 64405, 64450, 64494, 64536, 64576, 64614, 64652,
          64687, 64721, 64754, 64786, 64816, 64845, 64873, 64900, 64926, 64950, 64974, 64997, 65019,
          65039, 65060, 65079, 65097, 65115, 65132, 65149, 65164, 65179, 65194, 65208, 65221, 65234,
          65246, 65258, 65269, 65280, 65291, 65301, 65310, 65319, 65328, 65337, 65345, 65352, 65360,
          65367, 65374, 65381, 65387, 65393, 65399, 65404, 65410, 65415, 65420, 65425, 65429, 65433,
          65438, 65442, 65445, 65449, 65453, 65456, 65459, 65462, 65465, 65468, 65471, 65474, 65476,
          65479, 65481, 65483, 65485, 65488, 65489, 65491, 65493, 65495, 65497, 65498, 65500, 65501,
          65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513, 65514, 65515, 65516,
          65517, 65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522, 65523, 65523, 65524, 65524,
          65525, 65525, 65526, 65526, 65526, 65527, 65527, 65528, 65528, 65528, 65529, 65529, 65529,
          65529, 65530, 65530, 65530, 65530, 65531, 65531, 65531, 65531, 65531, 65532, 65532, 65532,
          65532, 65532, 65532, 65533, 65533, 65533, 65533, 65533, 65533, 65533, 65533, 65534, 65534,
          65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65535);
}
