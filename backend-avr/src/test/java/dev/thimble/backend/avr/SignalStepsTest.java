package dev.thimble.backend.avr;

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
 * Steps of signals and of pictures on an ATmega328P: the twin's integers, and what was predicted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalStepsTest {
  private static final List<String> CHIP = List.of("atmega328p");

  private ClassLoader loader;

  @BeforeAll
  void compile(@TempDir Path folder) throws IOException {
    Compiled compiled =
        Fixture.in(folder)
            .java(
                SignalModels.source(
                    "Filters", CHIP, "@Pcm(rate = 500)", SignalModels.slowFilters()))
            .java(
                SignalModels.source(
                    "Others", CHIP, "@Samples(rate = 100, channels = 2)", SignalModels.others()))
            .java(SignalModels.model("Small", CHIP, "", SignalModels.SMALL))
            .java(SignalModels.model("Pictures", CHIP, "", SignalModels.PICTURES))
            .javac();
    assertThat(compiled.errors()).as(() -> compiled.said().toString()).isEmpty();
    loader = compiled.loader();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Filters", "Others", "Small", "Pictures"})
  void theChipAgreesWithTheTwin(String model) throws Exception {
    Executions.agree(loader, model);
  }
}
