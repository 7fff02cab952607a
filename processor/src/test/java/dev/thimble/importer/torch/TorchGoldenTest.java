package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The models beside the checkout, in all of PyTorch's formats, against golden vectors. */
class TorchGoldenTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "torch/torch_iris_mlp.script.pt",
        "torch/torch_iris_mlp.trace.pt",
        "torch/torch_iris_mlp.ptl",
        "torch/torch_iris_mlp.opt.ptl",
        "executorch/torch_iris_mlp.pte",
        "torch/torch_digits_cnn_bn.script.pt",
        "torch/torch_digits_cnn_bn.trace.pt",
        "torch/torch_digits_cnn_bn.ptl",
        "torch/torch_digits_cnn_bn.opt.ptl",
        "executorch/torch_digits_cnn_bn.pte",
        "torch/torch_motions_cnn1d.script.pt",
        "torch/torch_motions_cnn1d.trace.pt",
        "torch/torch_motions_cnn1d.ptl",
        "torch/torch_motions_cnn1d.opt.ptl",
        "executorch/torch_motions_cnn1d.pte"
      })
  void computesTheGoldenVectors(String file) throws Exception {
    Path path = Shared.folder().resolve("models").resolve(file);
    assumeTrue(Files.isRegularFile(path));
    String name = path.getFileName().toString().replaceAll("^torch_|\\..*$", "");
    TensorFile golden = Shared.arrays(Shared.folder().resolve("golden/torch/" + name + ".npz"));
    Array x = golden.find("x").orElseThrow();
    Graph graph = TorchNetworks.read(Shared.file(path), x);
    float[] expected = golden.find("y").orElseThrow().floats();
    assertThat(TorchImporterTest.error(graph, TorchNetworks.samples(x), expected)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"executorch_arduino_add", "executorch_arduino_hello"})
  void readsTheProgramThatAddsOne(String name) throws Exception {
    Path path = Shared.folder().resolve("models/executorch").resolve(name + ".pte");
    assumeTrue(Files.isRegularFile(path));
    Graph graph = new dev.thimble.importer.executorch.ExecuTorchImporter().read(Shared.file(path));
    float[] y =
        new dev.thimble.quantize.FloatEvaluator(graph)
            .evaluate(java.util.List.of(new float[] {1, 2, 3}))
            .get(graph.outputs().get(0));
    assertThat(y).containsExactly(2, 3, 4);
  }
}
