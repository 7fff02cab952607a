package dev.thimble.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.graph.Arithmetic.SoftmaxTables;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceSoftmaxTest {
  @Test
  void exponentialsAndReciprocalsAreClose() {
    for (int raw = 0; raw > -(31 << 26); raw -= 999_983) {
      double real = raw / (double) (1 << 26);
      assertThat(FixedPoint.expOfNegative(raw, 5) / 2147483648.0)
          .isCloseTo(StrictMath.exp(real), within(2e-7));
    }
    for (int raw = 0; raw >= 0; raw += 999_983) {
      double real = raw / 2147483648.0;
      assertThat(FixedPoint.oneOverOnePlus(raw) / 2147483648.0)
          .isCloseTo(1 / (1 + real), within(2e-7));
    }
  }

  @Test
  void highProductIsGemmlowps() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      int a = random.nextInt() >> random.nextInt(31);
      int b = random.nextInt() >> random.nextInt(31);
      long product = (long) a * b;
      long nudged = product + (product >= 0 ? 1 << 30 : 1 - (1 << 30));
      assertThat(FixedPoint.highProduct(a, b)).isEqualTo((int) (nudged / (1L << 31)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1,1,3",
    "0.00390625,1,2",
    "0.35,1,10",
    "1e-9,1,4",
    "0.9,0.5,12",
    "40,1,7",
    "0.0625,1,300",
    "2.5,1,1"
  })
  void tablesGiveTheReferenceOnEveryVectorTried(double scale, double beta, int classes) {
    ReferenceSoftmax reference = new ReferenceSoftmax(scale, beta, classes);
    SoftmaxTables tables = ReferenceSoftmax.tables(scale, beta, classes);
    Random random = new Random(classes);
    for (int round = 0; round < 3000; round++) {
      int[] logits = random.ints(classes, -128, 128).map(v -> v >> (random.nextInt(8))).toArray();
      int max = java.util.Arrays.stream(logits).max().orElseThrow();
      long sum = java.util.Arrays.stream(logits).mapToLong(v -> reference.addend(max - v)).sum();
      for (int logit : logits) {
        assertThat(formula(tables, max - logit, sum))
            .isEqualTo(reference.reference(max - logit, sum) - 128);
      }
    }
  }

  /**
   * Every difference with every sum that four classes can have near it, and all sums of two
   * classes.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.0037, 0.05, 0.1337, 0.4})
  void tablesGiveTheReferenceOnAllSumsOfAClass(double scale) {
    ReferenceSoftmax reference = new ReferenceSoftmax(scale, 1, 4);
    SoftmaxTables tables = ReferenceSoftmax.tables(scale, 1, 4);
    for (int d = 0; d < 256; d += 17) {
      for (long sum = reference.lowSum(d); sum <= reference.highSum(d); sum++) {
        int expected = reference.reference(d, sum) - 128;
        int actual = formula(tables, d, sum);
        if (actual != expected) {
          assertThat(actual).as("difference %d sum %d", d, sum).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void correctionsAreFewAndDisjoint() {
    SoftmaxTables tables = ReferenceSoftmax.tables(0.1, 1, 10);
    assertThat(tables.addends()).hasSizeBetween(30, 256);
    assertThat(tables.corrections()).hasSizeLessThan(12);
    for (int i = 1; i < tables.corrections().size(); i++) {
      SoftmaxTables.Correction before = tables.corrections().get(i - 1);
      SoftmaxTables.Correction after = tables.corrections().get(i);
      assertThat(before.difference() < after.difference() || before.highSum() < after.lowSum())
          .isTrue();
    }
  }

  /** The formula of {@link SoftmaxTables}, as it is written there. */
  static int formula(SoftmaxTables tables, int d, long sum) {
    long numerator = d < tables.numerators().size() ? tables.numerators().get(d) : 0;
    long output = Math.min(255, (numerator + sum) / (2 * sum)) - 128;
    for (SoftmaxTables.Correction c : tables.corrections()) {
      if (c.difference() == d && c.lowSum() <= sum && sum <= c.highSum()) {
        output += c.delta();
      }
    }
    return (int) output;
  }
}
