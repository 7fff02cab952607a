package dev.thimble.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Every operation against all values of all small intervals: never too narrow, and no wider than it
 * must be.
 */
class IntervalTest {
  private static final int EDGE = 3;

  @Test
  void sums() {
    exact(Interval::plus, Long::sum, all(-EDGE));
  }

  @Test
  void differences() {
    exact(Interval::minus, (a, b) -> a - b, all(-EDGE));
  }

  @Test
  void products() {
    exact(Interval::times, (a, b) -> a * b, all(-EDGE));
  }

  @Test
  void quotients() {
    exact(Interval::dividedBy, (a, b) -> a / b, all(1));
  }

  @Test
  void shifts() {
    exact(Interval::shiftedRight, (a, b) -> a >> b, all(0));
  }

  @Test
  void whatLeaves64BitsIsRefused() {
    Interval huge = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);

    assertThatThrownBy(() -> huge.plus(Interval.of(1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> huge.times(Interval.of(-1))).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Interval(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Interval> all(int least) {
    List<Interval> all = new ArrayList<>();
    for (int low = least; low <= EDGE; low++) {
      for (int high = low; high <= EDGE; high++) {
        all.add(new Interval(low, high));
      }
    }
    return all;
  }

  private static void exact(
      BinaryOperator<Interval> operation, LongBinaryOperator values, List<Interval> seconds) {
    for (Interval a : all(-EDGE)) {
      for (Interval b : seconds) {
        long least = Long.MAX_VALUE;
        long most = Long.MIN_VALUE;
        for (long x = a.low(); x <= a.high(); x++) {
          for (long y = b.low(); y <= b.high(); y++) {
            least = Math.min(least, values.applyAsLong(x, y));
            most = Math.max(most, values.applyAsLong(x, y));
          }
        }
        assertThat(operation.apply(a, b)).as("%s, %s", a, b).isEqualTo(new Interval(least, most));
      }
    }
  }
}
