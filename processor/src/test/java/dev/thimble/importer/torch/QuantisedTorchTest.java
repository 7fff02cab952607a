package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.reference.GraphEvaluator;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statically quantised models against the integers of PyTorch's QNNPACK, one by one. */
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

  static Graph read(ModelFile file, Array inputs) throws Exception {
    return ReferenceArithmetic.apply(TorchNetworks.read(file, inputs), Profile.TFLM);
  }

  /** How many outputs are not what PyTorch gives, of all. */
  static int differences(Graph graph, TensorFile golden, String in, String out) {
    GraphEvaluator evaluator = new GraphEvaluator(graph);
    Quantization given = graph.value(graph.inputs().get(0)).quantized();
    Quantization handed = graph.value(graph.outputs().get(0)).quantized();
    float[] expected = golden.find(out).orElseThrow().floats();
    int at = 0;
    int differences = 0;
    for (List<float[]> sample : TorchNetworks.samples(golden.find(in).orElseThrow())) {
      float inverse = 1 / (float) given.scale();
      float[] reals = sample.get(0);
      long[] steps = new long[reals.length];
      for (int i = 0; i < steps.length; i++) {
        long step = (long) Math.rint(reals[i] * inverse) + given.zeroPoint();
        steps[i] = Math.max(-128, Math.min(127, step));
      }
      for (long step : evaluator.run(List.of(steps))) {
        long wanted = Math.round(expected[at++] / handed.scale()) + handed.zeroPoint();
        differences += step == wanted ? 0 : 1;
      }
    }
    return differences;
  }
}
