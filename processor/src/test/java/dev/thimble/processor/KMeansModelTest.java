package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A declared k-means model from samples to files. */
class KMeansModelTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "d.npz")
      @Device(mcu = "host")
      final class Machine {
        @Input(shape = {2, 3}) Tensor features;
        @KMeans(clusters = 3, fit = "d.npz", seed = 5) Tensor distances;
        %s
      }
      """;

  @TempDir Path folder;

  private Compiled compile(String last) {
    return Fixture.in(folder)
        .java(MODEL.formatted(last))
        .data("d.npz", new Npz().random("x", 40, 2, 3).bytes())
        .javac();
  }

  @Test
  void aTwinAndCComeOut() {
    Compiled compiled =
        compile("@Nearest(labels = {\"idle\", \"running\", \"worn\"}) Decision state;");
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
    Path c = compiled.output().resolve("META-INF/thimble/ex.Machine/host/machine.c");
    assertThat(c).content().contains("distances").contains("state");
    Path learnt = compiled.output().resolve("META-INF/thimble/ex.Machine/learnt.csv");
    assertThat(learnt).content().contains("distances,centres,17,");
  }

  /** Wide sums become bytes before a step of networks. */
  @Test
  void aNetworksStepReadsSums() {
    Compiled compiled = compile("@Softmax Tensor scores;");
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
  }
}
