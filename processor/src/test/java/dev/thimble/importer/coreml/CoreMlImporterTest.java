package dev.thimble.importer.coreml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.Shared;
import dev.thimble.importer.data.Trial;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.Quantizer;
import dev.thimble.quantize.QuantizerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that coremltools wrote, against the PyTorch models that they were converted from. */
class CoreMlImporterTest {
  @TempDir Path folder;

  /** Compressed weights are off by what compression costs: the bounds are for these files. */
  @ParameterizedTest
  @CsvSource({
    "small.mlpackage, 1e-5",
    "small.mlmodel, 1e-5",
    "small_half.mlpackage, 2e-3",
    "small_palette.mlpackage, 0.2",
    "small_linear.mlpackage, 2e-2",
    "small_sparse.mlpackage, 0.2",
    "small_late_palette.mlpackage, 0.2",
    "small_late_blocks.mlpackage, 0.2",
    "small_8_linear.mlmodel, 2e-2",
    "small_4_linear_lut.mlmodel, 0.2",
    "steps.mlpackage, 1e-5",
    "steps.mlmodel, 1e-5",
    "memories.mlpackage, 1e-5"
  })
  void computesWhatPyTorchComputes(String name, double bound) throws Exception {
    Graph graph = new CoreMlImporter().read(CoreMlFiles.file(name));
    TensorFile arrays = Shared.arrays(CoreMlFiles.path(name.split("[._]")[0] + ".npz"));
    List<List<float[]>> samples = Trial.samples(graph, arrays);
    float[] expected = arrays.find("out0").orElseThrow().floats();
    assertThat(Trial.error(graph, 0, samples, expected)).isLessThan(bound);
    Graph integer =
        Quantizer.quantise(graph, new CalibrationSamples(samples), QuantizerOptions.defaults())
            .integer();
    assertThat(Trial.decibels(graph, integer, samples)).isGreaterThan(25);
    if (List.of("small.mlpackage", "steps.mlmodel", "memories.mlpackage").contains(name)) {
      Trial.twinAndC(name.replace('.', '_'), integer);
    }
  }

  /** The same weights in both forms of palettes give the same graph. */
  @Test
  void bothFormsOfPalettesSayTheSame() throws Exception {
    CoreMlImporter importer = new CoreMlImporter();
    assertThat(importer.read(CoreMlFiles.file("small_late_palette.mlpackage")))
        .isEqualTo(importer.read(CoreMlFiles.file("small_palette.mlpackage")));
  }

  /** A folder is a step like a file: javac to C. */
  @Test
  void aFolderIsAStep() throws Exception {
    String model =
        """
        package ex;

        import dev.thimble.*;

        @TinyModel(calibration = "small.npz")
        @Device(mcu = "cortex-m4")
        final class M {
          @Input(shape = {12, 12, 2}) Tensor picture;
          @Network("small.mlpackage") Tensor scores;
          @ArgMax                     Decision choice;
        }
        """;
    Fixture fixture = Fixture.in(folder).java(model).data("small.npz", calibration());
    for (Map.Entry<String, byte[]> file :
        CoreMlFiles.files(CoreMlFiles.path("small.mlpackage")).entrySet()) {
      fixture.data("small.mlpackage/" + file.getKey(), file.getValue());
    }
    // Everything is found and read; the processor's own path has no backend here.
    assertThat(fixture.javac().errors()).containsExactly("TM2102 M.java:6");
  }

  private static byte[] calibration() throws Exception {
    TensorFile golden = Shared.arrays(CoreMlFiles.path("small.npz"));
    float[] x = golden.find("in0").orElseThrow().floats();
    return new Npz().with("x", new int[] {8, 12, 12, 2}, x).bytes();
  }

  @Test
  void filesAreThere() {
    assertThat(Files.isDirectory(CoreMlFiles.path("small.mlpackage"))).isTrue();
  }
}
