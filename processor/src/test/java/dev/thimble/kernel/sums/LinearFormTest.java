package dev.thimble.kernel.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Interval;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/** Forms give what the function gives, for every pair; where there is none, none is found. */
final class LinearFormTest {
  private static final Interval BYTE = new Interval(-128, 127);

  @Test
  void findsMeansThatRoundAwayFromZero() {
    Interval sums = new Interval(-128 * 6, 127 * 6);
    LongBinaryOperator mean = (sum, none) -> (sum > 0 ? sum + 3 : sum - 3) / 6;
    assertThat(form(mean, sums, Interval.of(0), 1 / 6.0, 0)).isPresent();
  }

  @Test
  void findsSumsOfTwoRoundings() {
    LongBinaryOperator add =
        (a, b) -> {
          long left = ((a + 5) * 1_717_986_918L + (1 << 10)) >> 11;
          long right = ((b - 77) * 1_100_000_001L + (1 << 10)) >> 11;
          long sum = (left + right + (1 << 19)) >> 20;
          return Math.max(-128, Math.min(127, sum - 3));
        };
    double unit = Math.pow(2, -31);
    assertThat(form(add, BYTE, BYTE, 1_717_986_918 * unit, 1_100_000_001 * unit)).isPresent();
  }

  @Test
  void findsNothingForProducts() {
    assertThat(form((a, b) -> a * b >> 8, BYTE, BYTE, 0.1, 0.1)).isEmpty();
  }

  private static Optional<LinearForm> form(
      LongBinaryOperator function, Interval a, Interval b, double slopeOfA, double slopeOfB) {
    int width = (int) (b.high() - b.low() + 1);
    long[] results = new long[(int) (a.high() - a.low() + 1) * width];
    for (int i = 0; i < results.length; i++) {
      results[i] = function.applyAsLong(a.low() + i / width, b.low() + i % width);
    }
    Optional<LinearForm> form =
        LinearForm.of(new LinearForm.Function(a, b, results, BYTE, slopeOfA, slopeOfB));
    form.ifPresent(
        f -> {
          for (int i = 0; i < results.length; i++) {
            long x = a.low() + i / width;
            long y = b.low() + i % width;
            int sum = (int) (x * f.first() + y * f.second() + f.constant());
            long result = Math.max(-128, Math.min(127, sum >> f.shift()));
            assertThat(result).as("%d, %d", x, y).isEqualTo(results[i]);
          }
        });
    return form;
  }
}
