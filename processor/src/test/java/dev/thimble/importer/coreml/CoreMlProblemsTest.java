package dev.thimble.importer.coreml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Fixture;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.coreml.schema.Model;
import dev.thimble.importer.coreml.schema.NeuralNetwork;
import dev.thimble.importer.coreml.schema.OneHotEncoder;
import dev.thimble.importer.coreml.schema.Scaler;
import dev.thimble.importer.coreml.schema.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of Core ML's files that are broken or ask for what is not there. */
class CoreMlProblemsTest {
  @TempDir Path folder;

  private static Problem problem(ModelFile file) {
    return catchThrowableOfType(Problem.class, () -> new CoreMlImporter().read(file));
  }

  private static Map<String, byte[]> small() throws IOException {
    return CoreMlFiles.files(CoreMlFiles.path("small.mlpackage"));
  }

  private static ModelFile pack(Map<String, byte[]> files) {
    return new ModelFile("m.mlpackage", CoreMlFiles.archive(files));
  }

  @Test
  void aManifestThatLeadsElsewhere() throws IOException {
    for (String path : new String[] {"../../../etc/passwd", "/etc/passwd", "com.apple.CoreML/no"}) {
      Map<String, byte[]> files = small();
      String manifest = new String(files.get("Manifest.json"), StandardCharsets.UTF_8);
      files.put(
          "Manifest.json",
          manifest
              .replaceAll("com.apple.CoreML/model.mlmodel", path)
              .getBytes(StandardCharsets.UTF_8));
      Problem problem = problem(pack(files));
      assertThat(problem.code().code()).isEqualTo("TM3801");
      assertThat(problem).hasMessageContaining("there is no file Data/" + path);
    }
  }

  @Test
  void aPackageWithoutItsParts() throws IOException {
    Map<String, byte[]> files = small();
    files.keySet().removeIf(name -> name.endsWith("weight.bin"));
    assertThat(problem(pack(files))).hasMessageContaining("weights/weight.bin");
    Map<String, byte[]> cut = small();
    cut.replaceAll((name, b) -> name.endsWith("weight.bin") ? Arrays.copyOf(b, 300) : b);
    assertThat(problem(pack(cut)).code().code()).isEqualTo("TM3801");
    Map<String, byte[]> none = small();
    none.remove("Manifest.json");
    assertThat(problem(pack(none))).hasMessageContaining("Manifest.json");
    none.put("Manifest.json", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    assertThat(problem(pack(none)).code().code()).isEqualTo("TM3801");
  }

  @Test
  void aModelOfAnotherType() {
    Model model =
        ClassicalModelsTest.model("x", 2, "y")
            .setOneHotEncoder(OneHotEncoder.getDefaultInstance())
            .build();
    Problem problem = problem(ClassicalModelsTest.file(model));
    assertThat(problem.code().code()).isEqualTo("TM3802");
    assertThat(problem).hasMessageContaining("onehotencoder");
  }

  @Test
  void aFormThatIsNotRead() {
    Model model = ClassicalModelsTest.trees(TreeNode.TreeNodeBehavior.BranchOnValueEqual);
    Problem problem = problem(ClassicalModelsTest.file(model));
    assertThat(problem.code().code()).isEqualTo("TM3803");
    assertThat(problem).hasMessageContaining("BranchOnValueEqual");
  }

  /** What stands before a network in a pipeline is never left out in silence. */
  @Test
  void aPipelineThatEndsWithANetwork() {
    Model.Builder network =
        Model.newBuilder().setSpecificationVersion(4).setNeuralNetwork(NeuralNetwork.newBuilder());
    Model.Builder pipeline = ClassicalModelsTest.model("x", 2, "y");
    pipeline
        .getPipelineBuilder()
        .addModels(ClassicalModelsTest.model("x", 2, "z").setScaler(Scaler.getDefaultInstance()))
        .addModels(network);
    Problem problem = problem(ClassicalModelsTest.file(pipeline.build()));
    assertThat(problem.code().code()).isEqualTo("TM3803");
    assertThat(problem).hasMessageContaining("ends with a network");
  }

  @Test
  void anInputWithoutAShape() {
    Model.Builder model =
        Model.newBuilder().setSpecificationVersion(4).setNeuralNetwork(NeuralNetwork.newBuilder());
    model
        .getDescriptionBuilder()
        .addInputBuilder()
        .setName("x")
        .getTypeBuilder()
        .getMultiArrayTypeBuilder();
    Problem problem = problem(ClassicalModelsTest.file(model.build()));
    assertThat(problem.code().code()).isEqualTo("TM3804");
  }

  @Test
  void bytesThatAreNoModel() {
    assertThat(problem(new ModelFile("m.mlmodel", new byte[0])).code().code()).isEqualTo("TM3801");
    byte[] nested = new byte[200_000];
    // A pipeline in a pipeline in a pipeline ... whose lengths say nothing true.
    Arrays.fill(nested, (byte) 0x52);
    assertThat(problem(new ModelFile("m.mlmodel", nested)).code().code()).startsWith("TM3");
  }

  @Test
  void isReportedAtTheAnnotation() throws IOException {
    String model =
        """
        package ex;

        import dev.thimble.*;

        @TinyModel
        @Device(mcu = "cortex-m4")
        final class M {
          @Network("small.mlpackage") Tensor y;
        }
        """;
    Fixture fixture = Fixture.in(folder).java(model);
    small()
        .forEach(
            (name, bytes) ->
                fixture.data(
                    "small.mlpackage/" + name,
                    name.endsWith("weight.bin") ? new byte[100] : bytes));
    assertThat(fixture.javac().errors()).containsExactly("TM3801 M.java:8");
  }
}
