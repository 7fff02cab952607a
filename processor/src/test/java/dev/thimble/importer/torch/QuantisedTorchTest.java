package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statically quantised models against the integers of PyTorch, one by one: of QNNPACK, and of
 * exported programs, which PyTorch runs in reals between roundings.
 */
class QuantisedTorchTest {
  @ParameterizedTest
  @ValueSource(strings = {".script.pt", ".trace.pt", ".ptl"})
  void convolutionsWithAScaleForEachChannel(String ending) throws Exception {
    TensorFile golden = TorchNetworks.golden("bytes");
    Graph graph = read(TorchNetworks.file("bytes" + ending), golden.find("in0").orElseThrow());
    assertThat(differences(graph, golden, "in0", "out")).isZero();
    if (ending.equals(".ptl")) {
      Trial.twinAndC("bytes", graph);
    }
  }

  /** Sums of tensors, means and softmax are computed in other ways than PyTorch's: a step off. */
  @ParameterizedTest
  @ValueSource(strings = {"mixed.script.pt", "mixed.trace.pt", "mixed.ptl"})
  void functionsWithScalesOfTheirOwn(String name) throws Exception {
    TensorFile golden = TorchNetworks.golden("mixed");
    Graph graph = read(TorchNetworks.file(name), golden.find("in0").orElseThrow());
    int differences = differences(graph, golden, "in0", "out");
    System.out.printf("%s: %d differ%n", name, differences);
    assertThat(farthest(graph, golden)).isLessThanOrEqualTo(1);
    assertThat(differences).isLessThanOrEqualTo(golden.find("out").orElseThrow().size() / 10);
    if (name.endsWith(".ptl")) {
      Trial.twinAndC("mixed", graph);
    }
  }

  /** Exported programs round biases to no steps: a sum may be half a unit off. */
  @ParameterizedTest
  @CsvSource({"steady.pt2, steady", "steady.pte, steady", "narrow.pte, narrow"})
  void exportedProgramsKeepTheirSteps(String name, String vectors) throws Exception {
    TensorFile golden = TorchNetworks.golden(vectors);
    Graph graph = read(TorchNetworks.file(name), golden.find("in0").orElseThrow());
    assertThat(graph.values().values())
        .filteredOn(value -> !value.isConstant())
        .allMatch(value -> value.element() == ElementType.INT8);
    int outputs = golden.find("out").orElseThrow().size();
    int differences = differences(graph, golden, "in0", "out");
    System.out.printf("%s: %d of %d integers differ%n", name, differences, outputs);
    assertThat(farthest(graph, golden)).isLessThanOrEqualTo(1);
    assertThat(differences).isLessThanOrEqualTo(outputs / 100);
    if (name.equals("narrow.pte")) {
      Trial.twinAndC("narrow", graph);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"torch_digits_qmlp.script.pt", "torch_digits_qmlp.ptl"})
  void theModelBesideTheCheckout(String name) throws Exception {
    Path path = Shared.folder().resolve("models/torch").resolve(name);
    assumeTrue(Files.isRegularFile(path));
    TensorFile golden = Shared.arrays(Shared.folder().resolve("golden/torch/digits_qmlp.npz"));
    Graph graph = read(Shared.file(path), golden.find("x").orElseThrow());
    assertThat(differences(graph, golden, "x", "y")).isZero();
    Trial.twinAndC("qmlp", graph);
  }

  private static Graph read(ModelFile file, Array inputs) throws Exception {
    return ReferenceArithmetic.apply(TorchNetworks.read(file, inputs), Profile.TFLM);
  }

  private static long farthest(Graph graph, TensorFile golden) {
    return Trial.farthest(
        graph,
        TorchNetworks.samples(golden.find("in0").orElseThrow()),
        golden.find("out").orElseThrow().floats());
  }

  /** How many outputs are not what PyTorch gives, of all. */
  private static int differences(Graph graph, TensorFile golden, String in, String out) {
    return Trial.differing(
        graph,
        TorchNetworks.samples(golden.find(in).orElseThrow()),
        golden.find(out).orElseThrow().floats());
  }
}
