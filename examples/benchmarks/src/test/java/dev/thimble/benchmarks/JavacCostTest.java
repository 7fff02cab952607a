package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.TinyModel;
import dev.thimble.importer.data.Shared;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a network costs javac: that a heap of 256 MB is enough is asserted, the time is printed
 * beside that of a class without a network, medians of some runs of each in turn; once more for a
 * virtual machine whose JIT does not compile twice, which pays where it lives for seconds only.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavacCostTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "%s")
      final class %s {
        @Network("%s.tflite") Tensor scores;
      }
      """;

  private static final int RUNS = 5;

  /** What a user's build would have; the class path of tests has twice as many archives. */
  private static final Path PROCESSOR_PATH = Path.of("target/classpath.txt");

  @TempDir Path folder;

  @BeforeAll
  static void modelsAreThere() {
    assumeTrue(SharedData.isThere(), "No models at " + Shared.folder().toAbsolutePath());
    assumeTrue(Files.exists(PROCESSOR_PATH), "Maven has not written " + PROCESSOR_PATH);
  }

  @ParameterizedTest
  @CsvSource({"mlptiny_kws_dscnn_int8", "mlptiny_ad01_int8", "tflm_person_detect_int8"})
  void oneNetwork(String network) throws IOException, InterruptedException {
    String source = MODEL.formatted("stm32l476", "Net", network);
    for (String flag : List.of("-Xmx256m", "-XX:TieredStopAtLevel=1")) {
      double[] empty = new double[RUNS];
      double[] full = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        empty[i] = seconds("empty", flag, List.of("package ex; final class Empty {}"));
        full[i] = seconds("full", flag, List.of(source));
      }
      Arrays.sort(empty);
      Arrays.sort(full);
      System.out.printf(
          "javac -J%s with %s: %.1f s, an empty class %.1f s, heap 256 MB%n",
          flag, network, full[RUNS / 2], empty[RUNS / 2]);
    }
  }

  @Test
  void fiftySmallNetworks() throws IOException, InterruptedException {
    List<String> sources = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      sources.add(MODEL.formatted("atmega328p", "Net" + i, "digits_mlp_avr_int8"));
    }
    System.out.printf(
        "javac with 50 small models: %.1f s%n", seconds("fifty", "-Xmx256m", sources));
  }

  /** Seconds of a compilation in a virtual machine of its own, which must succeed. */
  private double seconds(String name, String flag, List<String> sources)
      throws IOException, InterruptedException {
    Path place = Files.createTempDirectory(folder, name);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
    command.addAll(List.of("-J-Xmx256m", "-J" + flag, "-d", place.toString()));
    command.addAll(List.of("-cp", annotations().toString()));
    command.addAll(List.of("-processorpath", Files.readString(PROCESSOR_PATH).strip()));
    command.add("-Athimble.models=" + Shared.folder().resolve("models/tflite").toRealPath());
    if (name.equals("empty")) {
      command.add("-proc:none");
    }
    for (int i = 0; i < sources.size(); i++) {
      Path source = place.resolve("Source" + i + ".java");
      Files.writeString(source, sources.get(i));
      command.add(source.toString());
    }
    long start = System.nanoTime();
    Process javac = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(javac.getInputStream().readAllBytes());
    assertThat(javac.waitFor()).as(said).isZero();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Where the annotations are: all that a user's class path needs. */
  private static Path annotations() {
    try {
      return Path.of(TinyModel.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
