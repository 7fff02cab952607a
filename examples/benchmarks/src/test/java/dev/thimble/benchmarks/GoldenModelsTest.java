package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.data.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every integer model of the shared data gives the very integers of TensorFlow Lite for
 * Microcontrollers, wherever it runs. {@code -Dthimble.golden=all} runs each vector on each target.
 */
class GoldenModelsTest {
  private static final GoldenReport REPORT = new GoldenReport(GoldenRun.TARGETS);

  /** Files between these have more than 64 KB of constants, and may fit an ATmega2560. */
  private static final long LARGE = 64 << 10;

  private static final long LARGEST = 256 << 10;

  @BeforeAll
  static void dataIsThere() {
    assumeTrue(SharedData.isThere(), "No models at " + Shared.folder().toAbsolutePath());
  }

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    return GoldenCases.models().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(Shared.name(file), () -> check(GoldenCases.model(file))));
  }

  private static void check(GoldenCase one) throws Problem {
    GoldenRun run = new GoldenRun(one, REPORT);
    run.interpreter();
    run.twin();
    run.target(GoldenTarget.HOST);
    run.target(GoldenTarget.AVR);
    GoldenTarget.CORTEX_M.forEach(run::target);
    assertThat(run.differences()).isEmpty();
  }

  /** Constants beyond the first 64 KB of flash. */
  @TestFactory
  Stream<DynamicTest> farConstants() throws IOException {
    return GoldenCases.models().stream()
        .filter(file -> file.toFile().length() > LARGE && file.toFile().length() < LARGEST)
        .map(
            file -> DynamicTest.dynamicTest(Shared.name(file), () -> far(GoldenCases.model(file))));
  }

  private static void far(GoldenCase one) throws Problem {
    GoldenRun run = new GoldenRun(one, REPORT);
    assumeTrue(run.isFar(GoldenTarget.LARGE_AVR), "all constants are near");
    run.target(GoldenTarget.LARGE_AVR);
    assertThat(run.differences()).isEmpty();
  }

  /** All cases side by side in one program, as a firmware each would take minutes. */
  @Test
  void operatorsTogether() throws IOException, Problem {
    GoldenRun run = new GoldenRun(MergedCases.of("ops_int16", operators()), REPORT);
    run.interpreter();
    run.twin();
    run.target(GoldenTarget.HOST);
    GoldenTarget.CORTEX_M.forEach(run::target);
    assertThat(run.differences()).isEmpty();
  }

  /** An AVR holds one case at a time. */
  @TestFactory
  Stream<DynamicTest> operatorsOnAvr() throws IOException, Problem {
    return operators().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(),
                    () -> {
                      GoldenRun run = new GoldenRun(one, REPORT);
                      run.target(GoldenTarget.AVR);
                      assertThat(run.differences()).isEmpty();
                    }));
  }

  private static List<GoldenCase> operators() throws IOException, Problem {
    List<GoldenCase> cases = new ArrayList<>();
    for (Path file : GoldenCases.operators()) {
      cases.add(GoldenCases.operator(file));
    }
    return cases;
  }

  @AfterAll
  static void report() throws IOException {
    if (SharedData.isThere()) {
      REPORT.write(Path.of(System.getProperty("thimble.reports", "target/reports"), "golden.csv"));
      System.out.println(REPORT.table());
    }
  }
}
