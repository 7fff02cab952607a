package dev.thimble.kernel;

import static dev.thimble.kernel.Kernels.bytes;
import static dev.thimble.kernel.Kernels.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.graph.Arithmetic.Rounding;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
  private final Buffer x = bytes("x", 4);
  private final Buffer y = bytes("y", 4);

  @ParameterizedTest
  @CsvSource({"1, 127, I16", "2, 127, I16", "3, 127, I24", "600, 100, I24", "600, 127, I32"})
  void accumulatorsAreAsNarrowAsTheWeightsAllow(int terms, long weight, Element expected) {
    long[] weights = new long[terms];
    Arrays.fill(weights, weight);

    assertThat(nest(Ranges.typed(Kernels.dot(weights))).acc()).isEqualTo(expected);
  }

  /** int has 16 bits on an AVR: (x + 8192) fits, its product with -128 does not. */
  @Test
  void aProductOfNarrowOperandsMayBeWide() {
    Expr sum = Expr.add(load(x, "i"), new Expr.Int(8192));
    Expr shifted = Expr.bin(Expr.Op.SHR, Expr.mul(sum, new Expr.Int(-128)), new Expr.Int(20));

    Expr.Bin typed = (Expr.Bin) value(Ranges.typed(Kernels.map(x, y, shifted)));

    Expr.Bin product = (Expr.Bin) typed.left();
    assertThat(((Expr.Bin) product.left()).type()).isEqualTo(Element.I16);
    assertThat(product.type()).isEqualTo(Element.I32);
  }

  @Test
  void aStoreThatCouldLeaveItsArraysRangeIsRefused() {
    Kernel kernel = Kernels.map(x, y, Expr.add(load(x, "i"), new Expr.Int(1)));

    assertThatThrownBy(() -> Ranges.typed(kernel))
        .isInstanceOf(RangeException.class)
        .hasMessageContaining("test: y could become");
  }

  @Test
  void clampsThatDoNothingVanish() {
    Kernel kernel = Kernels.map(x, y, new Expr.Clamp(load(x, "i"), -128, 127));

    assertThat(value(Ranges.typed(kernel))).isInstanceOf(Expr.Load.class);
  }

  @Test
  void moreThan64BitsAreRefused() {
    Expr large = Expr.mul(load(x, "i"), new Expr.Int(Long.MAX_VALUE / 4));
    Kernel kernel = Kernels.map(x, y, new Expr.Clamp(large, -128, 127));

    assertThatThrownBy(() -> Ranges.typed(kernel)).hasMessageContaining("64 bits");
  }

  @ParameterizedTest
  @CsvSource({"40, I64, I32", "24, I64, I32", "4, I64, I64"})
  void aRatioSaysWhatItIsComputedInAndWhatComesOut(int shift, Element type, Element result) {
    Expr scaled = ratio(1L << 30, shift);

    Expr value = value(Ranges.typed(Kernels.map(x, y, new Expr.Clamp(scaled, -1, 1))));

    Expr.Requantise typed =
        (Expr.Requantise) (value instanceof Expr.Clamp clamp ? clamp.value() : value);
    assertThat(typed.type()).isEqualTo(type);
    assertThat(typed.result()).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 63", "2147483648, 31"})
  void ratiosThatNoHelperTakesAreRefused(long multiplier, int shift) {
    Expr scaled = new Expr.Clamp(ratio(multiplier, shift), -1, 1);

    assertThatThrownBy(() -> Ranges.typed(Kernels.map(x, y, scaled)))
        .hasMessageContaining("a ratio of");
  }

  private Expr ratio(long multiplier, int shift) {
    return Expr.requantise(
        load(x, "i"), new Expr.Int(multiplier), new Expr.Int(shift), Rounding.SINGLE);
  }

  private static Nest nest(Kernel kernel) {
    return ((Stmt.Do) kernel.body()).nest();
  }

  private static Expr value(Kernel kernel) {
    return nest(kernel).init();
  }
}
