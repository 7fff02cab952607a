package dev.thimble.quantize;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.FakeQuantize;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Unary;
import java.util.List;

/**
 * Signed bytes as a mark wants them. Unsigned bytes become signed ones, 128 less.
 *
 * @param meaning what they stand for
 * @param low the least of them
 * @param high the most of them
 */
record GivenSteps(Quantization meaning, int low, int high) {
  private static final int UNSIGNED = 128;

  static GivenSteps of(FakeQuantize mark) throws NoFormException {
    boolean unsigned = mark.element() == ElementType.UINT8;
    if (!unsigned && mark.element() != ElementType.INT8) {
      throw new NoFormException(
          "FakeQuantize", "activations of " + mark.element() + " are not read");
    }
    int less = unsigned ? UNSIGNED : 0;
    Quantization meaning =
        Quantization.perTensor(mark.meaning().scale(), mark.meaning().zeroPoint() - less);
    return new GivenSteps(meaning, mark.low() - less, mark.high() - less);
  }

  /** All signed bytes. */
  static GivenSteps all(Quantization meaning) {
    return new GivenSteps(meaning, Int8.MIN, Int8.MAX);
  }

  /** Where a result is clamped. */
  Range range(Activation activation) {
    return Int8.range(activation, meaning, low, high);
  }

  /** All 256 outputs of a function. */
  Arithmetic table(Unary function, Quantization in) {
    Arithmetic.Table table = ElementRules.table(function, in, meaning);
    List<Integer> within =
        table.entries().stream().map(entry -> Math.max(low, Math.min(high, entry))).toList();
    return new Arithmetic.Table(table.first(), within);
  }
}
