package dev.thimble.backend.avr;

import dev.thimble.fixture.FrontendChips;
import dev.thimble.fixture.FrontendVectors;
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
    FrontendChips.agree(vectors, CORES, folder);
  }
}
