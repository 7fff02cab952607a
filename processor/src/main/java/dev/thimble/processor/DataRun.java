package dev.thimble.processor;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.QuantisationMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.IntegerEvaluator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the part of a graph of integers that lies between what data files hold and what the steps of
 * reals read.
 */
final class DataRun {
  private final Graph part;
  private final boolean same;

  private DataRun(Graph part, boolean same) {
    this.part = part;
    this.same = same;
  }

  /**
   * The part.
   *
   * @param from values that data files hold
   * @param to values that are wanted, which must follow from these
   */
  static DataRun of(Graph graph, List<String> from, List<String> to) throws Problem {
    Set<String> wanted = new HashSet<>(to);
    List<Node> nodes = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (node.outputs().stream().anyMatch(wanted::contains)
          && !from.containsAll(node.outputs().subList(0, 1))) {
        nodes.add(0, node);
        wanted.addAll(node.inputs());
      }
    }
    for (String input : graph.inputs()) {
      if (wanted.contains(input) && !from.contains(input)) {
        throw new Problem(
            QuantisationMessage.TM1301_NOT_QUANTISED,
            input,
            "a signal",
            "the data hold " + String.join(", ", from) + ", from which it does not follow");
      }
    }
    Graph.Builder builder = new Graph.Builder();
    graph.values().values().forEach(builder::value);
    nodes.forEach(builder::node);
    from.forEach(builder::input);
    to.forEach(builder::output);
    return new DataRun(builder.build(), from.equals(to));
  }

  /** What is wanted for each sample, in reals. */
  CalibrationSamples apply(CalibrationSamples samples) {
    if (same) {
      return samples;
    }
    Program program = Lower.program(part);
    Interpreter interpreter = new Interpreter(program);
    List<List<float[]>> results = new ArrayList<>();
    for (List<float[]> sample : samples.samples()) {
      List<long[]> inputs = new ArrayList<>();
      for (int i = 0; i < sample.size(); i++) {
        inputs.add(integers(part.value(part.inputs().get(i)), sample.get(i)));
      }
      interpreter.run(inputs);
      List<float[]> values = new ArrayList<>();
      for (int i = 0; i < part.outputs().size(); i++) {
        long[] read = interpreter.read(program.outputs().get(i));
        float[] integers = new float[read.length];
        for (int j = 0; j < read.length; j++) {
          integers[j] = read[j];
        }
        values.add(IntegerEvaluator.reals(part.value(part.outputs().get(i)), integers));
      }
      results.add(values);
    }
    return new CalibrationSamples(results, samples.runs());
  }

  /** A sample as integers; without a scale they are integers in the data, too. */
  private static long[] integers(Value input, float[] reals) {
    long[] integers = new long[reals.length];
    double scale = input.quantization().map(Quantization::scale).orElse(1.0);
    int zero = input.quantization().map(Quantization::zeroPoint).orElse(0);
    for (int i = 0; i < integers.length; i++) {
      long rounded = Math.round(reals[i] / scale) + zero;
      integers[i] = Math.max(input.element().min(), Math.min(input.element().max(), rounded));
    }
    return integers;
  }
}
