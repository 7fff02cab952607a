package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.FrontendChips;
import dev.thimble.fixture.FrontendVectors;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.Target;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both audio front ends on a simulated AVR that has room for them. */
class FrontendTest {
  private static final List<String> CORES = List.of("avr51");

  @ParameterizedTest
  @EnumSource(FrontendVectors.class)
  void everyValueIsTheReferences(FrontendVectors vectors, @TempDir Path folder) throws Exception {
    assumeTrue(vectors.isThere(), "no shared data");
    Compiled compiled = Fixture.in(folder).java(vectors.source(CORES)).javac();
    assertThat(compiled.errors()).isEmpty();
    for (String core : CORES) {
      Target target =
          GeneratedModel.load(compiled.loader(), "ex." + vectors.model())
              .simulator(FrontendVectors.chip(core));
      if (target.availability().isAvailable()) {
        assertThat(FrontendChips.compare(vectors, target)).isPositive();
      }
    }
  }
}
