package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.data.Shared;
import dev.thimble.kernel.Kernel;
import dev.thimble.quantize.reference.Profile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How fast twins are, in the thread's own time; a bound so wide that only a method that is not
 * compiled misses it.
 */
class TwinSpeedTest {
  private static final double MAX_NANOSECONDS_A_MAC = 20;

  @BeforeAll
  static void dataIsThere() {
    assumeTrue(SharedData.isThere(), "No models at " + Shared.folder().toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tflm_person_detect_int8", "mlptiny_kws_dscnn_int8", "mlptiny_ad01_int8"})
  void infersInReasonableTime(String name) throws IOException, Problem {
    GoldenCase golden =
        GoldenCases.model(Shared.folder().resolve("models/tflite/" + name + ".tflite"));
    BenchmarkModel model = BenchmarkModel.of(golden.graph(), Profile.TFLM);
    long start = System.nanoTime();
    HostTwin twin = model.twin();
    long compiled = System.nanoTime() - start;
    byte[] input = Bytes.of(model.program().inputs(), golden.vectors().get(0).inputs());
    ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 60; i++) {
      long before = cpu.getCurrentThreadCpuTime();
      twin.infer(input);
      best = Math.min(best, cpu.getCurrentThreadCpuTime() - before);
    }
    long macs = model.program().kernels().stream().mapToLong(Kernel::macs).sum();
    System.out.printf(
        "%s: %.1f ms an inference in Java, %.2f ns a MAC; javac %d ms, source %d KB%n",
        name,
        best / 1e6,
        (double) best / macs,
        compiled / 1_000_000,
        model.javaTwin().source().length() / 1024);
    assertThat((double) best / macs).isLessThan(MAX_NANOSECONDS_A_MAC);
  }
}
