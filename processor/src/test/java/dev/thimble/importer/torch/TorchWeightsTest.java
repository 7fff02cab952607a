package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Mutations;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.safetensors.SafetensorsFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchWeightsTest {
  private final TorchWeights format = new TorchWeights();

  @Test
  void readsAStateDictWithStridesAndOffsets() throws Exception {
    TensorFile file = format.read(new ModelFile("d.pt", TorchFiles.stateDict()));
    assertThat(file.names()).containsExactly("fc.weight", "fc.bias");
    assertThat(file.find("fc.weight").orElseThrow().extents()).containsExactly(2, 3);
    assertThat(file.find("fc.weight").orElseThrow().floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(file.find("fc.bias").orElseThrow().floats()).containsExactly(7, 8);
  }

  @Test
  void readsTheWeightsOfACheckpoint() throws Exception {
    String inner = "}(" + TorchFiles.text("w") + scalarTensor() + "u";
    byte[] pickle =
        TorchFiles.pickle(
            "}("
                + TorchFiles.text("epoch")
                + "K\u0007"
                + TorchFiles.text("state_dict")
                + inner
                + "u");
    TensorFile file = format.read(new ModelFile("c.pth", archive(pickle)));
    assertThat(file.names()).containsExactly("w");
  }

  @Test
  void namesTheWeightsOfScriptModulesByTheirPath() throws Exception {
    String child =
        TorchFiles.global("__torch__.m", "Linear")
            + ")\u0081}("
            + TorchFiles.text("weight")
            + scalarTensor()
            + "ub";
    byte[] pickle =
        TorchFiles.pickle(
            TorchFiles.global("__torch__", "Net")
                + ")\u0081}("
                + TorchFiles.text("fc")
                + child
                + "ub");
    TensorFile file = format.read(new ModelFile("s.ptl", archive(pickle)));
    assertThat(file.names()).containsExactly("fc.weight");
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "builtins, eval",
    "numpy.core.multiarray, _reconstruct",
    "java.lang, Runtime"
  })
  void callsNothing(String module, String name) throws Exception {
    byte[] pickle =
        TorchFiles.pickle(
            TorchFiles.global(module, name) + TorchFiles.text("touch /tmp/x") + "\u0085R");
    Problem problem = problem(archive(pickle));
    assertThat(problem.code()).isEqualTo(TorchMessage.TM3502_PICKLE_REFUSED);
    assertThat(problem.code().code()).isEqualTo("TM3502");
    assertThat(problem.getMessage()).contains(module + "." + name);
  }

  @Test
  void refusesWhatIsNoArchiveAndWhatHasNoTensors() throws Exception {
    assertThat(problem(new byte[] {(byte) 0x80, 2, '.'}).code().code()).isEqualTo("TM3501");
    assertThat(problem(archive(TorchFiles.pickle("}"))).code().code()).isEqualTo("TM3503");
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch_iris_mlp", "torch_digits_cnn_bn", "torch_motions_cnn1d"})
  void agreesWithSafetensors(String model) throws Exception {
    Path folder = Shared.folder().resolve("models/torch");
    assumeTrue(Files.isDirectory(folder));
    TensorFile expected =
        new SafetensorsFormat().read(Shared.file(folder.resolve(model + ".safetensors")));
    for (String ending : List.of(".state_dict.pt", ".script.pt", ".trace.pt", ".ptl")) {
      TensorFile file = format.read(Shared.file(folder.resolve(model + ending)));
      assertThat(file.names()).as(ending).containsAll(expected.names());
      for (String name : expected.names()) {
        assertThat(file.find(name).orElseThrow())
            .as(ending)
            .isEqualTo(expected.find(name).orElseThrow());
      }
    }
  }

  @Test
  void refusesTensorsThatLeaveTheirStorage() throws Exception {
    String tooLarge = TorchFiles.tensor("0", 6, 5, "K\u0002\u0085", "K\u0001\u0085");
    byte[] pickle = TorchFiles.pickle("}(" + TorchFiles.text("w") + tooLarge + "u");
    Problem problem = problem(archive(pickle));
    assertThat(problem.code()).isEqualTo(TorchMessage.TM3501_BROKEN_TORCH);
    assertThat(problem.getMessage()).contains("w of shape [2]");
  }

  @Test
  void modulesThatShareModulesDoNotExplode() throws Exception {
    // 30 levels, each holding the level below twice: a billion paths.
    StringBuilder body = new StringBuilder(module("") + "q\0");
    for (int level = 1; level <= 30; level++) {
      String before = "h" + (char) (level - 1);
      body.append(module(TorchFiles.text("a") + before + TorchFiles.text("b") + before))
          .append('q')
          .append((char) level);
    }
    assertThat(problem(archive(TorchFiles.pickle(body.toString()))).code().code())
        .isEqualTo("TM3501");
  }

  @Test
  void everyCutAndEveryDamageIsRefusedOrRead() throws Exception {
    byte[] sound = TorchFiles.stateDict();
    Mutations.truncate(format, "d.pt", sound, file -> false);
    assertThat(Mutations.damage(format, "d.pt", sound, 4000, 31)).isPositive();
  }

  @Test
  void damagedPicklesInSoundArchivesAreRefusedOrRead() throws Exception {
    byte[] pickle =
        new TorchArchive(new ModelFile("d.pt", TorchFiles.stateDict()))
            .find("data.pkl")
            .orElseThrow();
    Random random = new Random(17);
    int refused = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = pickle.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      byte[] file = archive(bytes);
      try {
        format.read(new ModelFile("d.pt", file));
      } catch (Problem e) {
        assertThat(e.code().code()).startsWith("TM35");
        refused++;
      }
    }
    System.out.println("pickles damaged: 20000, refused: " + refused);
    assertThat(refused).isBetween(10_000, 19_900);
  }

  private static String module(String attributes) {
    return TorchFiles.global("__torch__", "M") + ")\u0081}(" + attributes + "ub";
  }

  private static String scalarTensor() {
    return TorchFiles.tensor("0", 2, 0, ")", ")");
  }

  private static byte[] archive(byte[] pickle) throws Exception {
    return TorchFiles.archive(
        pickle,
        Map.of(
            "data/0", TorchFiles.floats(1, 4, 2, 5, 3, 6), "data/1", TorchFiles.floats(1, 2, 3)));
  }

  private Problem problem(byte[] file) {
    return catchThrowableOfType(Problem.class, () -> format.read(new ModelFile("file.pt", file)));
  }
}
