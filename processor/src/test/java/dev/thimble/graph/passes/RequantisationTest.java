package dev.thimble.graph.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Arithmetic.Range;
import dev.thimble.graph.Arithmetic.Ratio;
import dev.thimble.graph.Arithmetic.Rounding;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the definition in numbers of any size. */
final class RequantisationTest {
  @ParameterizedTest
  @EnumSource(Rounding.class)
  void isTheDefinition(Rounding rounding) {
    Random random = new Random(7);
    Range range = new Range(-3, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int compared = 0;
    for (int i = 0; i < 20_000; i++) {
      int multiplier = random.nextInt() >>> 1;
      int shift = 1 + random.nextInt(62);
      long acc = random.nextLong() >> 16 + random.nextInt(48);
      Arithmetic.Scaled rule =
          new Arithmetic.Scaled(0, 0, List.of(new Ratio(multiplier, shift)), rounding, range);
      BigInteger product = BigInteger.valueOf(acc).multiply(BigInteger.valueOf(multiplier));
      BigInteger expected =
          expected(product, shift, rounding).add(BigInteger.valueOf(range.zeroPoint()));
      if (expected.bitLength() < Integer.SIZE) {
        compared++;
        assertThat(Requantisation.apply(rule, 0, acc))
            .as("%d * %d * 2^-%d", acc, multiplier, shift)
            .isEqualTo(expected.longValue());
      }
    }
    assertThat(compared).isGreaterThan(5_000);
  }

  private static BigInteger expected(BigInteger product, int shift, Rounding rounding) {
    if (rounding == Rounding.SINGLE || shift <= 31) {
      return halfUp(product, shift);
    }
    BigInteger high = halfUp(product, 31);
    BigInteger rounded = halfUp(high.abs(), shift - 31);
    return high.signum() < 0 ? rounded.negate() : rounded;
  }

  private static BigInteger halfUp(BigInteger value, int shift) {
    return value.add(BigInteger.ONE.shiftLeft(shift - 1)).shiftRight(shift);
  }
}
