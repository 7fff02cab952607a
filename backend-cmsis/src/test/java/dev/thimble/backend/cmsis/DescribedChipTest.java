package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every core that a user may describe a chip by compiles, runs and gives the twin's bits. */
class DescribedChipTest {
  private final CmsisBackend backend = new CmsisBackend();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cortex-m0plus",
        "cortex-m7",
        "cortex-m23",
        "cortex-m33",
        "cortex-m33+nodsp",
        "cortex-m85"
      })
  void givesTheSameBits(String core) {
    assertThat(backend.cores()).contains(core);
    Chip chip = new Chip("my-board", core, 1 << 20, 1 << 18, 50_000_000);
    Comparison comparison = new Comparison(core, TestModel.of(RealisticGraphs.of(0)), 1);
    Target target = comparison.model().target(comparison.model().plan(backend, chip), false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT);
  }
}
