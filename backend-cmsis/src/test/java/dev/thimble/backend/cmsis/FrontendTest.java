package dev.thimble.backend.cmsis;

import dev.thimble.fixture.FrontendChips;
import dev.thimble.fixture.FrontendVectors;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both audio front ends on a simulated Cortex-M0, M4 and M55 give the reference's features. */
class FrontendTest {
  private static final List<String> CORES = List.of("cortex-m0", "cortex-m4", "cortex-m55");

  @ParameterizedTest
  @EnumSource(FrontendVectors.class)
  void everyValueIsTheReferences(FrontendVectors vectors, @TempDir Path folder) throws Exception {
    FrontendChips.agree(vectors, CORES, folder);
  }
}
