package dev.thimble.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.importer.data.Shared;
import dev.thimble.quantize.Quantizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One network with batch normalisation as each format holds it. Some files have folded the
 * normalisation, in single precision: their weights differ in the last bits, nothing else does.
 */
class OneNetworkTest {
  private static final String NAME = "torch_digits_cnn_bn.";
  private static final List<String> FILES =
      List.of(
          "torch/" + NAME + "script.pt",
          "torch/" + NAME + "trace.pt",
          "torch/" + NAME + "ptl",
          "torch/" + NAME + "opt.ptl",
          "onnx/" + NAME + "onnx",
          "coreml/" + NAME + "mlmodel",
          "coreml/" + NAME + "mlpackage",
          "executorch/" + NAME + "pte");
  private static final Path MODELS = Shared.folder().resolve("models");

  @TempDir Path folder;

  @BeforeEach
  void filesAreThere() {
    assumeTrue(Files.isDirectory(MODELS.resolve("coreml")));
  }

  @Test
  void sameGraphFromEachFile() throws Exception {
    Graph first = graph(FILES.get(0));
    for (String file : FILES) {
      Graph graph = graph(file);
      assertThat(graph.nodes()).as(file).isEqualTo(first.nodes());
      assertThat(graph.inputs()).isEqualTo(first.inputs());
      assertThat(graph.outputs()).isEqualTo(first.outputs());
      for (Node node : first.nodes()) {
        for (String name : node.inputs()) {
          same(file, graph.value(name), first.value(name));
        }
      }
    }
  }

  private static void same(String file, Value value, Value expected) {
    assertThat(value.shape()).isEqualTo(expected.shape());
    assertThat(value.isConstant()).isEqualTo(expected.isConstant());
    if (value.isConstant()) {
      float[] reals = value.floats();
      for (int i = 0; i < reals.length; i++) {
        assertThat(reals[i])
            .as(file + " " + value.name())
            .isCloseTo(expected.floats()[i], within(1e-6f));
      }
    }
  }

  private static Graph graph(String name) throws Exception {
    ModelFile file = Shared.file(MODELS.resolve(name));
    ModelImporter importer = Importers.installed().model(file).orElseThrow();
    return Quantizer.simplify(importer.read(file, List.of(Shape.of(8, 8, 1))));
  }

  @Test
  void sameFirmwareFromEachFile() throws Exception {
    byte[] calibration = calibration();
    Map<String, String> first = firmware(FILES.get(0), calibration);
    assertThat(first).hasSizeGreaterThanOrEqualTo(4);
    // Traces and bytecode give what scripts give; here stand the ways of writing the numbers down.
    for (String file : List.of(FILES.get(3), FILES.get(4), FILES.get(6), FILES.get(7))) {
      assertThat(firmware(file, calibration)).as(file).isEqualTo(first);
    }
  }

  /** What was written for the chip, and what it must compute, by name. */
  private Map<String, String> firmware(String name, byte[] calibration) throws Exception {
    boolean packed = Files.isDirectory(MODELS.resolve(name));
    String own = "digits" + name.substring(name.indexOf('.')) + (packed ? ".zip" : "");
    Fixture fixture =
        Fixture.in(folder)
            .java(
                """
                package ex;
                import dev.thimble.*;
                @TinyModel(calibration = "calibration.npz")
                @Device(mcu = "host")
                final class Digits {
                  @Input(shape = {8, 8, 1}) Tensor picture;
                  @Network("%s") Tensor scores;
                }
                """
                    .formatted(own))
            .data("calibration.npz", calibration);
    Compiled compiled = fixture.data(own, Shared.file(MODELS.resolve(name)).bytes()).javac();
    assertThat(compiled.errors()).isEmpty();
    Map<String, String> files = new TreeMap<>();
    for (String file : compiled.files()) {
      if (file.startsWith("META-INF/") && !file.endsWith("quality.csv")) {
        byte[] bytes = Files.readAllBytes(compiled.output().resolve(file));
        files.put(file, withoutOrigin(new String(bytes, StandardCharsets.ISO_8859_1), own));
      }
    }
    return files;
  }

  /** The inputs of the golden vectors, channels last. */
  private static byte[] calibration() throws Exception {
    Array x =
        Shared.arrays(Shared.folder().resolve("golden/torch/digits_cnn_bn.npz"))
            .find("x")
            .orElseThrow();
    return new Npz().with("x", new int[] {x.extents().get(0), 8, 8, 1}, x.floats()).bytes();
  }

  /** The name and the checksum of the model's file stand in comments and in the provenance. */
  private static String withoutOrigin(String text, String own) {
    return text.lines()
        .filter(line -> !line.contains(own))
        .reduce("", (all, line) -> all + line + "\n");
  }
}
