package dev.thimble.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was learnt once is not learnt again from the same input. */
class FitCacheTest {
  private static final double[][] POINTS = {{1, 2}, {3, 4}, {5, 6}};
  private static final double[] TARGETS = {0, 1, 1};

  private final AtomicInteger fits = new AtomicInteger();

  private double[][] learn() {
    fits.incrementAndGet();
    return new double[][] {{0.1, -2}, {}, {1e300}};
  }

  private FitCache filled() {
    FitCache cache = FitCache.empty();
    cache.rows("mean", POINTS, TARGETS, this::learn);
    return cache;
  }

  @Test
  void aSecondCompilationReadsWhatTheFirstOneLearnt() {
    byte[] file = filled().toBytes();
    FitCache second = FitCache.of(file);
    double[][] rows = second.rows("mean", POINTS, TARGETS, this::learn);
    assertThat(fits).hasValue(1);
    assertThat(rows).isDeepEqualTo(learn());
    assertThat(second.toBytes()).isEqualTo(file);
  }

  @Test
  void otherInputIsLearntAnew() {
    byte[] file = filled().toBytes();
    FitCache.of(file).rows("mean", new double[][] {{1, 2}, {3, 4}, {5, 7}}, TARGETS, this::learn);
    FitCache.of(file).rows("mean", new double[][] {{1, 2, 3, 4}, {5, 6}}, TARGETS, this::learn);
    FitCache.of(file).rows("mean", POINTS, new double[] {0, 1, 0}, this::learn);
    FitCache.of(file).rows("mean 2", POINTS, TARGETS, this::learn);
    assertThat(fits).hasValue(5);
  }

  @Test
  void whatIsNotAskedForIsForgotten() {
    FitCache second = FitCache.of(filled().toBytes());
    assertThat(second.toBytes()).isEmpty();
    second.rows("other", POINTS, TARGETS, this::learn);
    FitCache.of(second.toBytes()).rows("mean", POINTS, TARGETS, this::learn);
    assertThat(fits).hasValue(3);
  }

  @Test
  void aDamagedFileIsAsGoodAsNone() {
    byte[] file = filled().toBytes();
    Random random = new Random(1);
    int learnt = fits.get();
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Arrays.copyOf(file, i < 100 ? i : file.length);
      bytes = bytes.length == 0 ? new byte[1] : bytes;
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      FitCache.of(bytes).rows("mean", POINTS, TARGETS, this::learn);
      assertThat(fits).hasValue(++learnt);
    }
  }
}
