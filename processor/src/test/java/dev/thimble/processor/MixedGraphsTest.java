package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.data.Offset.offset;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Dense;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.tflite.TfLiteImporter;
import dev.thimble.importer.tflite.TinyNetwork;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.QuantizerOptions;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A layer of reals behind a network of integers. */
class MixedGraphsTest {
  private static final float[] WEIGHTS = {1.5f, -0.5f, 0.25f, 2, -1, 0.75f};

  private static Graph network() throws Problem {
    return new TfLiteImporter().read(new ModelFile("n.tflite", TinyNetwork.bytes()));
  }

  private static Graph mixed() throws Problem {
    Graph network = network();
    String scores = network.outputs().get(0);
    Graph.Builder builder = new Graph.Builder();
    network.values().values().forEach(builder::value);
    network.nodes().forEach(builder::node);
    network.inputs().forEach(builder::input);
    return builder
        .value(Value.real("w", Shape.of(3, 2), WEIGHTS))
        .value(Value.real("d", Shape.of(1, 3)))
        .node(Node.of("d", new Dense(Activation.NONE), scores, "w"))
        .output("d")
        .build();
  }

  private static CalibrationSamples samples() {
    Random random = new Random(3);
    float[] all = new float[4 * 50];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (random.nextGaussian() * 20);
    }
    return CalibrationSamples.ofOneInput(all, 4);
  }

  @Test
  void theNetworkKeepsItsNumbersAndTheLayerFollowsThem() throws Problem {
    Graph graph =
        MixedGraphs.of(mixed(), mixed().inputs(), samples(), QuantizerOptions.defaults()).integer();
    Graph network = ReferenceArithmetic.apply(network(), Profile.TFLM);
    String scores = network.outputs().get(0);
    assertThat(graph.value(scores)).isEqualTo(network.value(scores));
    assertThat(graph.nodes()).containsAll(network.nodes());
    Program whole = Lower.program(graph);
    Interpreter interpreter = new Interpreter(whole);
    Interpreter alone = new Interpreter(Lower.program(network));
    Value out = graph.value("d");
    for (long x = -128; x < 128; x += 5) {
      long[] input = {x, -x - 1, x / 2, 7};
      interpreter.run(List.of(input));
      alone.run(List.of(input));
      long[] result = interpreter.read(whole.outputs().get(0));
      long[] given = alone.read(Lower.program(network).outputs().get(0));
      for (int i = 0; i < result.length; i++) {
        double real =
            WEIGHTS[2 * i] * (given[0] + 128) / 256 + WEIGHTS[2 * i + 1] * (given[1] + 128) / 256;
        double ours = (result[i] - out.quantized().zeroPoint()) * out.quantized().scale();
        assertThat(ours).isCloseTo(real, offset(0.05));
      }
    }
  }

  @Test
  void theTwinAgrees() throws Problem {
    new Comparison(
            "mixed",
            TestModel.of(
                MixedGraphs.of(mixed(), mixed().inputs(), samples(), QuantizerOptions.defaults())
                    .integer()),
            1)
        .twin();
  }

  @Test
  void needsSamples() {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(
            () ->
                MixedGraphs.of(
                    mixed(),
                    mixed().inputs(),
                    new CalibrationSamples(List.of()),
                    QuantizerOptions.defaults()))
        .matches(p -> p.code() == QuantisationMessage.TM1302_NO_CALIBRATION);
  }
}
