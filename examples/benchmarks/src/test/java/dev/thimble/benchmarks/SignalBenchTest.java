package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transforms stay as fast as docs/signals.md says: cycles on AVRs, else instructions. */
class SignalBenchTest {
  @ParameterizedTest
  @CsvSource({"128, atmega328p, 60000", "512, stm32l476, 40000"})
  void realTransformsKeepTheirGoals(int size, String chip, long goal, @TempDir Path folder)
      throws IOException {
    SignalCase transform =
        SignalCases.all().stream()
            .filter(each -> each.name().equals("real FFT") && each.size() == size)
            .findFirst()
            .orElseThrow();
    Path compiled = Sources.compile("Net", transform.source(List.of(chip)), folder).orElseThrow();
    GeneratedModel model = GeneratedModel.read(compiled.resolve("META-INF/thimble/Net"));
    Target target = model.simulator(chip);
    assumeTrue(target.availability().isAvailable(), target.availability()::reason);
    assertThat(SignalBench.cost(transform, model, target)).isBetween(goal / 2, goal);
  }
}
