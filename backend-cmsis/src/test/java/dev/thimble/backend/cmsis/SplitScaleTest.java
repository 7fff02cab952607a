package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.random.RandomGraphs;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.kernel.sums.ProductSum;
import dev.thimble.kernel.sums.ScaleRule;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In arithmetic of 32 bits the two products give the rule's result, whatever the sum. */
final class SplitScaleTest {
  private static final int LAYERS = 60;
  private static final int SUMS = 300;

  private final Random random = new Random(7);
  private int scales;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void givesTheRule(boolean clipped) {
    for (int i = 0; i < RealisticGraphs.COUNT; i++) {
      check(TestModel.of(RealisticGraphs.of(i)), clipped);
    }
    for (int seed = 0; scales < LAYERS; seed++) {
      check(TestModel.of(RandomGraphs.of(seed, 1)), clipped);
    }
  }

  private void check(TestModel model, boolean clipped) {
    for (Kernel kernel : model.program().kernels()) {
      Optional<ProductSum> sum = ProductSum.of(kernel);
      Optional<SplitScale> scale = sum.flatMap(s -> SplitScale.of(s, clipped));
      if (scale.isPresent()) {
        scales++;
        for (int c = 0; c < sum.get().rules().size(); c++) {
          channel(sum.get(), scale.get(), c);
        }
      }
    }
  }

  private void channel(ProductSum sum, SplitScale scale, int channel) {
    Interval range = sum.sums(channel).plus(Interval.of(sum.biases()[channel]));
    ScaleRule rule = sum.rules().get(channel);
    for (int i = 0; i < SUMS; i++) {
      long width = range.high() - range.low() + 1;
      long value = range.low() + (width <= SUMS ? i % width : random.nextLong(width));
      assertThat(result(scale, channel, (int) value)).isEqualTo(rule.apply(value));
    }
    assertThat(result(scale, channel, (int) range.low())).isEqualTo(rule.apply(range.low()));
    assertThat(result(scale, channel, (int) range.high())).isEqualTo(rule.apply(range.high()));
  }

  /** What the lines compute. */
  private static long result(SplitScale scale, int channel, int sum) {
    SplitScale.Channel numbers = scale.channels().get(channel);
    int value = sum - (int) numbers.from();
    if (scale.clipped()) {
      value = Math.min(numbers.width(), Math.max(0, value));
    }
    int product = value * numbers.high() + ((value * numbers.low()) >> scale.bits());
    product += numbers.constant() - (value < -numbers.from() ? numbers.nudge() : 0);
    int result = product >> numbers.shift();
    int most = (int) (scale.limits().high() - scale.limits().low());
    if (scale.clipped()) {
      assertThat(result).isBetween(0, most);
    }
    return scale.limits().low() + Math.min(most, Math.max(0, result));
  }
}
