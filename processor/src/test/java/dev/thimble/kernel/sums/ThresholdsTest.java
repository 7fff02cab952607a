package dev.thimble.kernel.sums;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Interval;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The constants are those with which every sum gives the rule's result, tried one by one. */
class ThresholdsTest {
  private static final int SHIFT = 16;

  private final Random random = new Random(7);

  @Test
  void allConstantsAreFoundAndNoOthers() {
    int found = 0;
    for (int i = 0; i < 400; i++) {
      ScaleRule rule = rule();
      long low = random.nextInt(2000) - 1800;
      Thresholds all = Thresholds.of(rule, new Interval(low, low + random.nextInt(3000)));
      for (Thresholds each : List.of(all, all.less(random.nextInt(500)), all.clip())) {
        long middle = Math.floorDiv(each.sums().low() + each.sums().high(), 2);
        found += check(rule, each, each.sums());
        found += check(rule, each, new Interval(each.sums().low(), middle));
        found += check(rule, each, new Interval(middle, each.sums().high()));
      }
    }
    assertThat(found).isGreaterThan(1000);
  }

  @Test
  void placesInConflictTellOfProductsWithoutConstants() {
    int told = 0;
    for (int i = 0; i < 100; i++) {
      Thresholds all = Thresholds.of(rule(), new Interval(-1500, 1500));
      Thresholds.Conflict conflict = new Thresholds.Conflict();
      Interval any = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);
      for (long multiplier = 1; multiplier < 1 << SHIFT; multiplier += 1 + random.nextInt(3000)) {
        long factor = multiplier;
        boolean known = all.conflict(s -> s * factor, SHIFT, all.sums(), conflict);
        boolean none = all.constants(s -> s * factor, SHIFT, all.sums(), any, conflict).isEmpty();
        assertThat(none || !known).isTrue();
        told += known ? 1 : 0;
      }
    }
    assertThat(told).isGreaterThan(1000);
  }

  @Test
  void clippedSumsBeginWithZero() {
    ScaleRule rule = new ScaleRule(1 << 10, 16, Rounding.SINGLE, 0, new Interval(-10, 10));
    Thresholds clipped = Thresholds.of(rule, new Interval(-5000, 5000)).clip();
    assertThat(clipped.sums().low()).isZero();
    assertThat(rule.apply(clipped.from())).isEqualTo(-10);
    assertThat(rule.apply(clipped.from() + 1)).isEqualTo(-9);
    assertThat(rule.apply(clipped.from() + clipped.sums().high())).isEqualTo(10);
    assertThat(rule.apply(clipped.from() + clipped.sums().high() - 1)).isEqualTo(9);
  }

  @Test
  void multipliersComeTheNearestFirst() {
    ScaleRule rule = new ScaleRule(3, 4, Rounding.SINGLE, 0, new Interval(-128, 127));
    assertThat(rule.multipliers(4, 5)).containsExactly(3L, 2L, 4L, 1L, 5L);
    assertThat(rule.multipliers(2, 4)).containsExactly(1L, 0L, 2L);
  }

  private ScaleRule rule() {
    boolean twice = random.nextBoolean();
    int shift = twice ? 32 + random.nextInt(3) : 14 + random.nextInt(3);
    long multiplier = (1L << (shift - 6)) + random.nextInt(1 << (shift - 6));
    long least = -random.nextInt(129);
    return new ScaleRule(
        multiplier,
        shift,
        twice ? Rounding.DOUBLE : Rounding.SINGLE,
        least + random.nextInt(40),
        new Interval(least, least + 1 + random.nextInt(127)));
  }

  /** Tries both ends of the constants and what lies beyond them; 1 if there are constants. */
  private int check(ScaleRule rule, Thresholds thresholds, Interval part) {
    long multiplier = Math.round(rule.ratio() * (1 << SHIFT));
    Optional<Interval> constants = thresholds.constants(s -> s * multiplier, SHIFT, part);
    if (constants.isEmpty()) {
      return 0;
    }
    long low = constants.get().low();
    long high = constants.get().high();
    assertThat(holds(rule, thresholds, part, multiplier, low)).isTrue();
    assertThat(holds(rule, thresholds, part, multiplier, high)).isTrue();
    boolean open = !thresholds.clipped() && high - low == (1 << SHIFT) - 1;
    assertThat(open || !holds(rule, thresholds, part, multiplier, low - 1)).isTrue();
    assertThat(open || !holds(rule, thresholds, part, multiplier, high + 1)).isTrue();
    return 1;
  }

  private static boolean holds(
      ScaleRule rule, Thresholds thresholds, Interval part, long multiplier, long constant) {
    Interval limits = rule.limits();
    for (long sum = part.low(); sum <= part.high(); sum++) {
      long result = (sum * multiplier + constant >> SHIFT) + limits.low();
      if (!thresholds.clipped()) {
        result = Math.min(limits.high(), Math.max(limits.low(), result));
      }
      if (result != rule.apply(sum + thresholds.from())) {
        return false;
      }
    }
    return true;
  }
}
