package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.Interpreter;
import dev.thimble.plan.Plan;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.RunOptions;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** States from call to call, from any initial values, in the interpreter, the twin and the C. */
class StreamingTest {
  /** Graph, inputs of a sequence, and outputs of all calls one after the other. */
  static Stream<Arguments> sequences() {
    return Stream.of(
        Arguments.of(
            StateGraphs.swap(),
            List.of(List.of(l(0, 0, 0)), List.of(l(0, 0, 0)), List.of(l(0, 0, 0))),
            "[1, -2, 3][1, -2, 3] [4, 5, 6][4, 5, 6] [1, -2, 3][1, -2, 3]"),
        Arguments.of(
            StateGraphs.readAfterWrite(),
            List.of(List.of(l(1, 2, 3)), List.of(l(4, 5, 6)), List.of(l(0, 0, 0))),
            "[8, 9] [2, 3] [5, 6]"),
        Arguments.of(
            StateGraphs.shiftRegister(),
            List.of(List.of(l(10)), List.of(l(11)), List.of(l(12))),
            "[-1, -2, -3, 10] [-2, -3, 10, 11] [-3, 10, 11, 12]"),
        Arguments.of(
            StateGraphs.delays(),
            List.of(
                List.of(l(1, -1), l(1, 255), l(1, -300), l(1, -70000)),
                List.of(l(0, 0), l(0, 0), l(0, 0), l(0, 0))),
            "[-128, 127][0, 255][-32768, 32767][-2147483648, 2147483647]"
                + " [1, -1][1, 255][1, -300][1, -70000]"),
        Arguments.of(
            StateGraphs.counter(),
            List.of(List.of(l(1, 2)), List.of(l(3, 4))),
            "[200, 200, 200, 200] [1, 2, 1, 2]"));
  }

  private static long[] l(long... values) {
    return values;
  }

  private static String shown(List<List<long[]>> results) {
    List<String> calls = new ArrayList<>();
    for (List<long[]> outputs : results) {
      StringBuilder call = new StringBuilder();
      outputs.forEach(output -> call.append(Arrays.toString(output)));
      calls.add(call.toString());
    }
    return String.join(" ", calls);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("sequences")
  void interpreterAndTwinKeepState(Graph graph, List<List<long[]>> inputs, String expected)
      throws Problem {
    BenchmarkModel model = BenchmarkModel.of(graph, Profile.TFLM);
    Interpreter interpreter = new Interpreter(model.program());
    HostTwin twin = model.twin();
    for (int turn = 0; turn < 2; turn++) {
      List<List<long[]>> interpreted = new ArrayList<>();
      List<List<long[]>> computed = new ArrayList<>();
      for (List<long[]> input : inputs) {
        interpreter.run(input);
        interpreted.add(model.program().outputs().stream().map(interpreter::read).toList());
        twin.infer(Bytes.of(model.program().inputs(), input));
        computed.add(Bytes.read(model.program().outputs(), twin.outputs()));
      }
      assertThat(shown(interpreted)).isEqualTo(expected);
      assertThat(shown(computed)).isEqualTo(expected);
      interpreter.reset();
      twin.reset();
    }
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("sequences")
  void compiledCKeepsState(Graph graph, List<List<long[]>> inputs, String expected) throws Problem {
    compiled(graph, inputs, expected, "nrf52840", true);
  }

  /** Initial values lie in flash there. */
  @ParameterizedTest(name = "{2}")
  @MethodSource("sequences")
  void avrKeepsState(Graph graph, List<List<long[]>> inputs, String expected) throws Problem {
    compiled(graph, inputs, expected, "atmega328p", false);
  }

  private static void compiled(
      Graph graph, List<List<long[]>> inputs, String expected, String mcu, boolean host)
      throws Problem {
    BenchmarkModel model = BenchmarkModel.of(graph, Profile.TFLM);
    Plan plan = model.plan(mcu);
    Target target = model.target(plan, plan.backend().device(plan.chip(), plan.clockHz()), host);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    List<byte[]> twice = new ArrayList<>();
    for (int turn = 0; turn < 2; turn++) {
      inputs.forEach(input -> twice.add(Bytes.of(model.program().inputs(), input)));
    }
    RunOptions options = RunOptions.DEFAULT.withRestartEvery(inputs.size());
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withModelFlags("-Werror"))) {
      List<List<long[]>> results =
          firmware.run(twice, options).outputs().stream()
              .map(bytes -> Bytes.read(model.program().outputs(), bytes))
              .toList();
      assertThat(shown(results)).isEqualTo(expected + " " + expected);
    }
  }
}
