package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Executions;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.SignalModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps of signals and of pictures on Cortex-M cores: the twin's integers, and what was predicted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalStepsTest {
  private static final List<String> CHIPS = List.of("stm32l476", "nrf51822");

  private ClassLoader loader;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    Compiled compiled =
        Fixture.in(folder)
            .java(
                SignalModels.source(
                    "Filters", CHIPS, "@Pcm(rate = 1_000)", SignalModels.slowFilters()))
            .java(
                SignalModels.source(
                    "Others", CHIPS, "@Samples(rate = 800, channels = 3)", SignalModels.others()))
            .java(SignalModels.model("Small", CHIPS, "", SignalModels.SMALL))
            .java(SignalModels.model("Pictures", CHIPS, "", SignalModels.PICTURES))
            .java(SignalModels.model("Spectra", CHIPS.subList(0, 1), "", SignalModels.SPECTRA))
            .javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    loader = compiled.loader();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Filters", "Others", "Small", "Pictures", "Spectra"})
  void theChipAgreesWithTheTwin(String model) throws Exception {
    Executions.agree(loader, model);
  }
}
