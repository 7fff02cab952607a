package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recurrent layers that PyTorch wrote, against what PyTorch computes. */
class RecurrentTorchTest {
  @ParameterizedTest
  @ValueSource(strings = {".script.pt", ".trace.pt", ".ptl", ".pt2"})
  void computesWhatTorchComputes(String ending) throws Exception {
    TensorFile golden = TorchNetworks.golden("recurrent");
    List<List<float[]>> samples = samples(golden.find("in0").orElseThrow());
    ModelFile file = TorchNetworks.file("recurrent" + ending);
    Graph graph =
        Importers.installed().model(file).orElseThrow().read(file, List.of(Shape.of(7, 3)));
    float[] expected = golden.find("out").orElseThrow().floats();
    assertThat(TorchImporterTest.error(graph, samples, expected)).isLessThan(1e-5);
    if (ending.equals(".ptl")) {
      Graph integer =
          Quantizer.quantise(graph, new CalibrationSamples(samples), QuantizerOptions.defaults())
              .integer();
      assertThat(Trial.decibels(graph, integer, samples)).isGreaterThan(25);
      Trial.twinAndC("recurrent", integer);
    }
  }

  private static List<List<float[]>> samples(Array inputs) {
    List<List<float[]>> samples = new ArrayList<>();
    int count = inputs.extents().get(0);
    for (int i = 0; i < count; i++) {
      samples.add(List.of(Trial.part(inputs.floats(), i, count)));
    }
    return samples;
  }
}
