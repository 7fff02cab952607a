package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.Backends;
import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.ModelName;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Place;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Dense;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.kernel.random.PlainBackend;
import dev.thimble.resolve.ResolvedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Phases behind the resolver, on graphs that no file of the tests brings. */
class ModelCompilerTest {
  @Test
  void sumsThatNoTypeHolds() {
    Diagnostics diagnostics = new Diagnostics();
    List<OutputFile> files =
        new ModelCompiler(new Backends(List.of(new PlainBackend())))
            .compile(model(Long.MAX_VALUE / 2), diagnostics);
    assertThat(files).isEmpty();
    assertThat(diagnostics.all()).extracting(d -> d.code().code()).containsExactly("TM2105");
    assertThat(diagnostics.all().get(0).text()).contains("M: no proof").contains("scores");
  }

  @Test
  void sumsThatHold() {
    Diagnostics diagnostics = new Diagnostics();
    List<OutputFile> files =
        new ModelCompiler(new Backends(List.of(new PlainBackend())))
            .compile(model(1000), diagnostics);
    assertThat(diagnostics.all()).isEmpty();
    assertThat(files).isNotEmpty();
  }

  private static ResolvedModel model(long bias) {
    Quantization unit = Quantization.perTensor(0.01, 0);
    Graph graph =
        new Graph.Builder()
            .value(Value.quantized("input", ElementType.INT16, Shape.of(1, 2), unit))
            .value(
                Value.integers("w", ElementType.INT8, Shape.of(1, 2), new long[] {1, 2})
                    .with(Quantization.perTensor(0.5, 0)))
            .value(
                Value.integers("b", ElementType.INT64, Shape.of(1), new long[] {bias})
                    .with(Quantization.perTensor(0.005, 0)))
            .value(Value.quantized("scores", ElementType.INT16, Shape.of(1, 1), unit))
            .node(Node.of("scores", new Dense(Activation.NONE), "input", "w", "b"))
            .input("input")
            .output("scores")
            .build();
    AnnotationValues device =
        new AnnotationValues(
            "Device",
            Map.of("mcu", new AnnotationValues.Member("host", Place.nowhere(), List.of())),
            Place.nowhere());
    Declaration declaration =
        new Declaration(
            new ModelName("ex", "M", "ex.M", "m"),
            new AnnotationValues("TinyModel", Map.of(), Place.nowhere()),
            List.of(),
            List.of(device),
            List.of(),
            List.of(),
            true,
            Place.nowhere());
    return new ResolvedModel(
        declaration,
        graph,
        List.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        graph.inputs(),
        List.of());
  }
}
