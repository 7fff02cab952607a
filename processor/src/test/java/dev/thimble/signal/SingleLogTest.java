package dev.thimble.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The logarithm of C libraries in 32 bits. */
class SingleLogTest {
  /** 7,500 Hz on the mel scale: glibc 2.36 gives the float above the nearest one. */
  @Test
  void keepsWhatLibrariesRoundOtherwise() {
    float x = 7_500f / 700;
    assertThat(Float.floatToIntBits(SingleLog.log1p(x))).isEqualTo(0x401d7de6);
    assertThat(Float.floatToIntBits((float) StrictMath.log1p(x))).isEqualTo(0x401d7de5);
    assertThat(Float.floatToIntBits(SingleLog.log1p(125f / 700))).isEqualTo(0x3e283f0f);
  }

  @Test
  void isAFloatOffAtMost() {
    Random random = new Random(4);
    int nearest = 0;
    for (int i = 0; i < 10_000; i++) {
      float x = 12 * random.nextFloat() + 1e-3f;
      float log = SingleLog.log1p(x);
      float wanted = (float) StrictMath.log1p(x);
      assertThat(Math.abs(log - wanted)).isLessThanOrEqualTo(Math.ulp(wanted));
      nearest += log == wanted ? 1 : 0;
    }
    assertThat(nearest).isGreaterThan(8_000);
  }
}
