package dev.thimble.graph;

import java.util.List;

/**
 * The exact integer rule of a node. The quantiser or an importer chooses it; lowering prints it;
 * nobody else interprets scales. A graph whose nodes all carry their rule needs no real number any
 * more.
 */
public sealed interface Arithmetic {

  /** How a product with a multiplier is rounded when it is shifted back. */
  enum Rounding {
    /**
     * TensorFlow Lite's: a rounding doubling high product, then a rounding shift, ties away from
     * zero.
     */
    DOUBLE,
    /** {@code (x * multiplier + half) >> shift}. */
    SINGLE
  }

  /**
   * One multiplication by a ratio: the real factor is {@code multiplier * 2^-shift}.
   *
   * <p>For {@link Rounding#DOUBLE} the multiplier is TensorFlow Lite's 31-bit mantissa and {@code
   * shift} is {@code 31 - its exponent}, so that both kinds mean the same real number.
   */
  record Ratio(long multiplier, int shift) {
    /** The real number that it stands for. */
    public double real() {
      return Math.scalb((double) multiplier, -shift);
    }
  }

  /** An output's zero point and the range that it is clamped to. */
  record Range(int zeroPoint, int low, int high) {}

  /**
   * A sum of products brought to the output's scale: {@code clamp(ratio[channel] * (bias + sum((x -
   * zero) * (w - weightZero))) + output.zeroPoint)}; also a mean or a sum, without weights.
   *
   * @param inputZeroPoint zero point of the activations
   * @param weightZeroPoint zero point of the weights; 0 but for uint8 models
   * @param ratios one, or one for each output channel
   * @param rounding how the ratio is applied
   * @param output zero point and clamp
   */
  record Scaled(
      int inputZeroPoint, int weightZeroPoint, List<Ratio> ratios, Rounding rounding, Range output)
      implements Arithmetic {
    /** Copies the list. */
    public Scaled {
      ratios = List.copyOf(ratios);
    }
  }

  /**
   * Maximum or average of the integers themselves, rounded away from zero at halves, then clamped.
   */
  record Pooled(Range output) implements Arithmetic {}

  /**
   * Sum or difference: {@code clamp(out * (left * ((a - za) << shift) + right * ((b - zb) <<
   * shift)) + zero)}, each product rounded on its own. Of a squared difference the square takes the
   * difference's place.
   */
  record Summed(
      int leftZeroPoint,
      int rightZeroPoint,
      int preShift,
      Ratio left,
      Ratio right,
      Ratio out,
      Rounding rounding,
      Range output)
      implements Arithmetic {}

  /**
   * Sum with one rounding: {@code clamp((a * left + b * right + constant) >> shift)}; the rule of
   * networks that are quantised here.
   */
  record WeightedSum(long left, long right, long constant, int shift, Range output)
      implements Arithmetic {}

  /**
   * A {@link Prelu}: {@code clamp(positive * (x - zero) + output.zeroPoint)} for {@code x >= zero},
   * below {@code clamp(negative * ((x - zero) * (alpha - alphaZero)) + output.zeroPoint)}.
   */
  record Sloped(
      int inputZeroPoint,
      int alphaZeroPoint,
      Ratio positive,
      Ratio negative,
      Rounding rounding,
      Range output)
      implements Arithmetic {}

  /**
   * A {@link Compare} of {@code left * ((a - za) << shift)} and {@code right * ((b - zb) <<
   * shift)}.
   */
  record Compared(
      int leftZeroPoint,
      int rightZeroPoint,
      int preShift,
      Ratio left,
      Ratio right,
      Rounding rounding)
      implements Arithmetic {}

  /**
   * Differences that {@link Distances} and {@link Neighbours} add up, exactly: {@code (x - zero) *
   * factor - point}; or, where the factor is 0, {@code (x * multiplier[.., input] - point) >>
   * shift} with the multipliers in place of the operator's weights.
   *
   * @param factor how many steps of the points make one of the input
   */
  record Differences(int inputZeroPoint, int factor, int shift) implements Arithmetic {}

  /**
   * A sum or a product {@code s} of integers on the output's scale: {@code clamp((s + half) >>
   * shift)}; without a shift the clamp is all.
   */
  record Shifted(int shift, Range output) implements Arithmetic {}

  /**
   * A function of many integers by straight lines: with {@code v = clamp(x, low, high) - low} and
   * {@code i = v >> shift} the output is {@code t[i] + ((t[i + 1] - t[i]) * f + half >> bits)},
   * where f are the first {@code bits} bits behind the point of {@code v / 2^shift}.
   *
   * @param table values at {@code low, low + 2^shift, ...}; one more than i goes
   */
  record Curve(long low, long high, int shift, int bits, List<Integer> table)
      implements Arithmetic {
    /** Copies the table. */
    public Curve {
      table = List.copyOf(table);
    }
  }

  /** The operator's own definition, on the integers themselves, as wide as they are. */
  record Exact() implements Arithmetic {}

  /**
   * The magnitude {@code |x - zero|} times the ratio without what stands behind the point, with the
   * sign of {@code x - zero}, clamped.
   */
  record Truncated(int inputZeroPoint, Ratio ratio, Range output) implements Arithmetic {}

  /** Product: {@code clamp(ratio * ((a - za) * (b - zb)) + zero)}. */
  record Multiplied(
      int leftZeroPoint, int rightZeroPoint, Ratio ratio, Rounding rounding, Range output)
      implements Arithmetic {}

  /**
   * Quotient by TensorFlow Lite's reciprocals, {@code internal/reference/div.h}: with {@code n = a
   * - za} and {@code d = b - zb}, both negated where d is negative, and {@code h} the leading sign
   * bits of n in 32 bits, the output is {@code clamp(ratio * q + zero)} where {@code q = high(n <<
   * h, reciprocals[d])}, {@code high(u, v) = (u * v + 2^30) >> 31}, and {@code h + floor(log2 d)}
   * is added to the ratio's shift, up to 62. The rounding is {@link Rounding#DOUBLE}.
   *
   * <p>A shift above 62 is the reference's alone for n = 0, with 31 as h: it rounds up to 1 then.
   * It is undefined for d = 0, which counts as 1 here, and for shifts above 62 else, which are 62
   * here.
   *
   * @param reciprocals of 0 to 255: {@code 2^31 / (d / 2^floor(log2 d))}
   */
  record Divided(
      int leftZeroPoint, int rightZeroPoint, List<Integer> reciprocals, Ratio ratio, Range output)
      implements Arithmetic {
    /** The ratio's shift for a factor between 1/2 and 1, and the largest shift there is. */
    public static final int SHIFT = 31;

    /** Products of 62 bits vanish beyond. */
    public static final int MAX_SHIFT = 62;

    /** Copies the list. */
    public Divided {
      reciprocals = List.copyOf(reciprocals);
    }

    /** The largest {@code floor(log2 d)} at which zero divided by d is zero. */
    public int mostOfZero() {
      return MAX_SHIFT - 31 - ratio.shift();
    }
  }

  /**
   * An {@link L2Normalization} to steps of 1/128, {@code integer_ops/l2normalization.h}: each
   * {@code x - zero} times the reciprocal root of the row's sum of squares, which is found by five
   * of Newton's steps: {@code GetInvSqrtQuantizedMultiplierExp} of {@code internal/common.h}.
   */
  record Normalized(int inputZeroPoint) implements Arithmetic {}

  /**
   * An {@link Svdf}. A feature is {@code state.zeroPoint + clamp(feature * sum((x - zero) * w))},
   * the clamp to the state's type, and what leaves the type then wraps around; an output is {@code
   * clamp(time * (bias + sum((s - state.zeroPoint) * t)) + output.zeroPoint)}.
   *
   * @param state zero point and type of the state
   */
  record Filtered(
      int inputZeroPoint, Ratio feature, Range state, Ratio time, Rounding rounding, Range output)
      implements Arithmetic {}

  /**
   * One output for each possible input.
   *
   * @param first the input of entry 0
   * @param entries outputs of {@code first, first + 1, ...}
   */
  record Table(int first, List<Integer> entries) implements Arithmetic {
    /** Copies the list. */
    public Table {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Softmax over int8 by tables of exponentials, exact to TensorFlow Lite for Microcontrollers:
   * with {@code d = maximum - x}, {@code sum} of {@code addend[d]}, the output is {@code min(255,
   * (numerator[d] + sum) / (2 * sum)) - 128}, corrected by {@code corrections}.
   *
   * @param addends of the sum, by d; 0 beyond the end
   * @param numerators by d; 0 beyond the end
   * @param corrections the few sums where the formula is off
   */
  record SoftmaxTables(List<Long> addends, List<Long> numerators, List<Correction> corrections)
      implements Arithmetic {
    /**
     * At {@code difference} and sums in {@code [lowSum, highSum]} the output is {@code delta} more.
     */
    public record Correction(int difference, long lowSum, long highSum, int delta) {}

    /** Copies the lists. */
    public SoftmaxTables {
      addends = List.copyOf(addends);
      numerators = List.copyOf(numerators);
      corrections = List.copyOf(corrections);
    }
  }

  /**
   * A change of scale, a leaky ReLU: {@code clamp(ratio * (x - zero) + output.zeroPoint)}, with one
   * ratio for {@code x >= zero} and another below; of {@link Unary.Kind#ABS} the magnitude {@code
   * |x - zero|} takes the first. A ratio below 0 multiplies {@code zero - x} by its magnitude.
   */
  record Rescaled(
      int inputZeroPoint, Ratio positive, Ratio negative, Rounding rounding, Range output)
      implements Arithmetic {}

  /**
   * TensorFlow Lite's sigmoid and hyperbolic tangent over int16, by a table that is interpolated.
   * With {@code v = (x * multiplier + half) >> shift}, {@code a = |v|}, {@code i = a >> fraction}
   * and {@code t} the table: {@code r = saturated} where {@code i + 1} is beyond the table, else
   * {@code r = (t[i] << fraction) + (a mod 2^fraction) * (t[i + 1] - t[i])}; the output is {@code
   * (plus + r) >> outShift} for {@code v >= 0} and {@code (minus - r) >> outShift} below.
   *
   * @param shift 0 means that nothing is added either
   */
  record Interpolated(
      int multiplier,
      int shift,
      int fraction,
      List<Integer> table,
      int saturated,
      int plus,
      int minus,
      int outShift)
      implements Arithmetic {
    /** Copies the table. */
    public Interpolated {
      table = List.copyOf(table);
    }
  }

  /**
   * TensorFlow Lite's functions over int16 by a table of 513 entries, interpolated: {@code t(x) =
   * t[i] + ((t[i+1] - t[i]) * (x mod 128) + 64 >> 7)} with {@code i = 256 + (x >> 7)}.
   */
  record Looked(List<Integer> table) implements Arithmetic {
    /** Copies the table. */
    public Looked {
      table = List.copyOf(table);
    }
  }

  /**
   * TensorFlow Lite's reciprocal root over int16: with {@code m * 2^(-31 - s)} its root of {@code x
   * - zero}, {@code clamp(ratio * (m >> 11 + s, rounded) + output.zeroPoint)}; the largest output
   * where {@code x <= zero}.
   */
  record InverseRoots(int inputZeroPoint, Ratio ratio, Range output) implements Arithmetic {}

  /**
   * The desktop's root over int16: {@code (x * multiplier) >> shift} rooted and rounded down, one
   * more at some inputs and one less at others, where single precision rounds across an integer.
   */
  record Roots(Ratio ratio, List<Integer> more, List<Integer> less, Range output)
      implements Arithmetic {
    /** Copies the lists. */
    public Roots {
      more = List.copyOf(more);
      less = List.copyOf(less);
    }
  }

  /**
   * TensorFlow Lite's softmax over int16. A table of 513 entries is looked up as {@code t(v) = t[i]
   * + ((t[i+1] - t[i]) * (v mod 128) + 64 >> 7)} with {@code i = 256 + (v >> 7)}, v clamped to
   * int16. Each {@code e = exponentials(difference * (x - maximum) + 32767)}; with {@code sum} of
   * them all and h its leading zeros in 32 bits, {@code r = reciprocals(((sum << (h - 1)) + 2^13 >>
   * 14) - 98304)}; the output is {@code clamp(e * r + 2^(30-h) >> (31-h))} to 0..32767.
   *
   * @param difference brings differences of logits to 65535 steps for -10; {@link Rounding#DOUBLE}
   */
  record SoftmaxLookup(Ratio difference, List<Integer> exponentials, List<Integer> reciprocals)
      implements Arithmetic {
    /** Copies the tables. */
    public SoftmaxLookup {
      exponentials = List.copyOf(exponentials);
      reciprocals = List.copyOf(reciprocals);
    }
  }

  /**
   * An {@link Lstm} over int8 or int16 with 16-bit gates and cell. Each gate is {@code
   * clamp16(weights(x) + recurrent(h))}, through {@code sigmoid} or, for the cell gate, {@code
   * tanh}; then {@code c = clamp16(forget(f, c) + input(i, g))}, clipped to plus and minus {@code
   * clip}, and {@code h = output(cellTanh(c), o)}.
   *
   * @param weights of the four gates; the bias belongs to these
   * @param recurrent of the four gates, without bias
   * @param clip 0 for none
   */
  record Recurrent(
      List<Scaled> weights,
      List<Scaled> recurrent,
      Interpolated sigmoid,
      Interpolated tanh,
      Interpolated cellTanh,
      Multiplied forget,
      Multiplied input,
      Multiplied output,
      int clip)
      implements Arithmetic {
    /** Copies the lists. */
    public Recurrent {
      weights = List.copyOf(weights);
      recurrent = List.copyOf(recurrent);
    }
  }

  /**
   * A {@link Recurrence} over int8 with 16-bit gates and states. Rows of both sums have 12 fraction
   * bits, through {@code sigmoid} and {@code tanh} 15; products are shifted back with ties up.
   *
   * <p>The hidden state stands for {@code 2^(hiddenShift - 15)} a step, an LSTM's cell state for
   * {@code 2^-}{@link #MEMORY_BITS}; those of {@link Cell#RELU} are the sums themselves. What is
   * shown, and multiplied with recurrent weights, is {@code clamp(shown * h + output.zeroPoint)}.
   *
   * @param input sums over x, with biases
   * @param recurrent sums over what is shown, with biases
   * @param cellTanh of an LSTM's cell state
   * @param zeta of FastGRNN, with 14 fraction bits
   * @param nu of FastGRNN, with 14 fraction bits
   */
  record Stepwise(
      Scaled input,
      Scaled recurrent,
      Interpolated sigmoid,
      Interpolated tanh,
      Interpolated cellTanh,
      int hiddenShift,
      int zeta,
      int nu,
      Ratio shown,
      Range output)
      implements Arithmetic {
    /** Fraction bits of an LSTM's cell state, which is kept within 16. */
    public static final int MEMORY_BITS = 11;
  }

  /**
   * Elements are moved or chosen, or a constant is put between them; the integers stay as they are.
   */
  record Moved(int fill) implements Arithmetic {}
}
