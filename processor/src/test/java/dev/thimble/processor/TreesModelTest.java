package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model around a forest from JSON. */
class TreesModelTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(calibration = "d.npz")
      @Device(mcu = "host")
      final class Machine {
        @Input(shape = 3) Tensor features;
        @Network("forest.json") Tensor scores;
        %s
      }
      """;
  private static final String FOREST =
      """
      {"kind": "DecisionTreeClassifier", "n_features_in": 3, "classes": ["idle", "worn"],
       "trees": [{"feature": [1, -2, -2], "threshold": [0.5, 0, 0], "left": [1, -1, -1],
                  "right": [2, -1, -1], "value": [[1, 1], [1, 0], [0.25, 0.75]]}]}
      """;

  @TempDir Path folder;

  private Compiled compile(String forest, String last) {
    return Fixture.in(folder)
        .java(MODEL.formatted(last))
        .data("d.npz", new Npz().random("x", 40, 3).bytes())
        .data("forest.json", forest.getBytes(StandardCharsets.UTF_8))
        .javac();
  }

  @Test
  void aTwinWithTheFilesLabelsAndCComeOut() {
    Compiled compiled = compile(FOREST, "@ArgMax Decision state;");
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel$State.class")).exists();
    Path c = compiled.output().resolve("META-INF/thimble/ex.Machine/host/machine.c");
    assertThat(c).content().contains("scores_thresholds").contains("state");
  }

  @Test
  void sumsMayBeTheOutput() {
    Compiled compiled = compile(FOREST.replace("Classifier", "Regressor"), "");
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
  }

  /** Wide sums become bytes before a step of networks. */
  @Test
  void aNetworksStepReadsSums() {
    Compiled compiled = compile(FOREST, "@Softmax Tensor shares;");
    assertThat(compiled.said()).isEmpty();
    assertThat(compiled.output().resolve("ex/MachineModel.class")).exists();
  }

  @Test
  void aBrokenFileIsNamed() {
    Compiled compiled = compile(FOREST.replace("\"kind\"", "\"kin\""), "@ArgMax Decision state;");
    assertThat(compiled.said().get(0).code()).isEqualTo("TM3603");
  }
}
