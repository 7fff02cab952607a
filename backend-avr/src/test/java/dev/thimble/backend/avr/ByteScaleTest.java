package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.sums.ScaleRule;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Requantisation by a few products is the rule's, on both sides of each place where it changes. */
final class ByteScaleTest {
  private static final int RULES = 20;
  private static final int FORMS = 6;

  private final Random random = new Random(11);
  private int whole;
  private int windows;
  private int halves;

  @Test
  void isTheRule() {
    for (int i = 0; i < RULES; i++) {
      check(rule(), random.nextInt(60_000) - 30_000, sums());
    }
    // Channels that always give a limit.
    check(rule(), -2_000_000, sums());
    check(rule(), 2_000_000, sums());
    System.out.printf("whole sums %d, windows %d, halves %d%n", whole, windows, halves);
    assertThat(whole).isPositive();
    assertThat(windows).isPositive();
    assertThat(halves).isPositive();
  }

  private ScaleRule rule() {
    long multiplier = (1L << 30) + random.nextInt(1 << 30);
    boolean positive = random.nextBoolean();
    long zeroPoint = positive ? -128 : random.nextInt(100) - 50;
    Interval limits = new Interval(-128, random.nextInt(3) == 0 ? random.nextInt(120) : 127);
    Rounding rounding = random.nextBoolean() ? Rounding.DOUBLE : Rounding.SINGLE;
    return new ScaleRule(multiplier, 37 + random.nextInt(3), rounding, zeroPoint, limits);
  }

  private Interval sums() {
    return new Interval(-random.nextInt(400_000), 1 + random.nextInt(400_000));
  }

  private void check(ScaleRule rule, long bias, Interval sums) {
    int found = 0;
    for (ScaleForm form : ScaleForm.any(rule.ratio())) {
      Optional<ByteScale> scale = new ScaleFinder(rule, bias, sums).find(form);
      if (scale.isEmpty()) {
        continue;
      }
      whole += form.isWindow() ? 0 : 1;
      windows += form.halves() == 1 ? 1 : 0;
      halves += form.halves() == 2 ? 1 : 0;
      LongStream.concat(
              LongStream.rangeClosed(-130, 130)
                  .map(result -> Math.round((result - rule.zeroPoint() - .5) / rule.ratio()) - bias)
                  .flatMap(near -> LongStream.rangeClosed(near - 3, near + 3)),
              LongStream.of(sums.low(), sums.high(), 0, -1, 1))
          .filter(sums::contains)
          .forEach(
              sum ->
                  assertThat(apply(scale.get(), rule.limits(), sum))
                      .as("%s of %d with %d of %s", scale.get(), sum, bias, rule)
                      .isEqualTo(rule.apply(sum + bias)));
      found++;
      if (found == FORMS) {
        return;
      }
    }
  }

  /** What the instructions compute. */
  private static long apply(ByteScale scale, Interval limits, long without) {
    ScaleForm form = scale.form();
    long sum = without + scale.start();
    assertThat(scale.sums().contains(sum)).isTrue();
    long width = limits.high() - limits.low();
    if (form.isWindow() && sum < 0) {
      return limits.low();
    }
    if (form.isWindow() && sum >= 65536L * form.halves()) {
      return limits.high();
    }
    long total = scale.constant() + (sum >= scale.turn() ? scale.more() : 0);
    for (int i = 0; i < form.sumBytes(); i++) {
      for (int j = 0; j < form.multiplierBytes(); j++) {
        long product = (sum >> 8 * i & 0xff) * (scale.multiplier() >> 8 * j & 0xff);
        total += form.multiplies(i, j) ? product << 8 * (i + j) : 0;
      }
    }
    // The registers hold bytes up to the top; only those of whole sums have a sign.
    int unused = Long.SIZE - 8 * (form.top() + 1);
    long kept = total << form.doubled() << unused;
    long doubled = form.isWindow() ? kept >>> unused : kept >> unused;
    long result = doubled >> 8 * form.resultByte();
    return limits.low() + Math.max(0, Math.min(width, result));
  }
}
