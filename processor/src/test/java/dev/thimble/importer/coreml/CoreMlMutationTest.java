package dev.thimble.importer.coreml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.coreml.schema.TreeNode;
import dev.thimble.importer.data.Damage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Broken files end in a problem or in a valid graph, never in an exception. */
class CoreMlMutationTest {
  private static final int MUTATIONS = Integer.getInteger("thimble.mutations", 10_000);

  private final Damage damage = new Damage(20260504);
  private final TreeMap<String, Integer> codes = new TreeMap<>();

  @Test
  void packagesSurvive() throws IOException {
    List<Map<String, byte[]>> packages = new ArrayList<>();
    for (String name :
        List.of("steps", "small", "small_palette", "small_late_blocks", "small_sparse")) {
      packages.add(CoreMlFiles.files(CoreMlFiles.path(name + ".mlpackage")));
    }
    for (int i = 0; i < MUTATIONS; i++) {
      Map<String, byte[]> files = new TreeMap<>(packages.get(i % 8 < 4 ? 0 : i % 5));
      String part =
          switch (i % 16) {
            case 0 -> "Manifest.json";
            case 1, 2 -> "Data/com.apple.CoreML/weights/weight.bin";
            default -> "Data/com.apple.CoreML/model.mlmodel";
          };
      files.computeIfPresent(part, (name, bytes) -> damage.of(bytes));
      byte[] archive = CoreMlFiles.archive(files);
      check(i, new ModelFile("m.mlpackage", i % 50 == 49 ? damage.of(archive) : archive));
    }
    finish("packages");
  }

  @Test
  void filesSurvive() throws IOException {
    List<byte[]> files = new ArrayList<>();
    files.add(CoreMlFiles.file("steps.mlmodel").bytes());
    files.add(CoreMlFiles.file("small_4_linear_lut.mlmodel").bytes());
    files.add(
        ClassicalModelsTest.trees(TreeNode.TreeNodeBehavior.BranchOnValueLessThan).toByteArray());
    files.add(ClassicalModelsTest.nearest().toByteArray());
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] file = files.get(i % files.size());
      check(i, new ModelFile("m.mlmodel", damage.of(file)));
    }
    finish("files");
  }

  private void finish(String what) {
    System.out.printf("%,d damaged %s of Core ML: %s%n", MUTATIONS, what, codes);
    assertThat(codes.size()).isGreaterThan(3);
  }

  private void check(int number, ModelFile file) {
    try {
      Graph graph = new CoreMlImporter().read(file);
      if (number % 8 == 0) {
        new CoreMlImporter().labels(file).forEach(String::length);
      }
      for (Node node : graph.nodes()) {
        node.inputs().stream().filter(name -> !name.isEmpty()).forEach(graph::value);
        node.outputs().forEach(graph::value);
      }
      graph.outputs().forEach(graph::value);
      codes.merge("valid", 1, Integer::sum);
    } catch (Problem problem) {
      codes.merge(problem.code().code(), 1, Integer::sum);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("mutation " + number, e);
    }
  }
}
