package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.quantize.Quantised;
import dev.thimble.quantize.StepQuality;
import dev.thimble.testing.Quality;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The file that says what quantisation cost, step by step: data of the report. Of each step that
 * was quantised here it has the signal to quantisation noise, the bits of its results, and those of
 * its weights.
 */
final class QualityFile {
  private QualityFile() {}

  static String text(Build build, List<AnnotationValues> budgets) {
    StringBuilder text = new StringBuilder("step,kernel,metric,value\n");
    build.graphs().quantised().ifPresent(q -> steps(text, q));
    build
        .accuracy()
        .ifPresent(
            a -> {
              text.append(line(Quality.INTEGER_ACCURACY, a.integer()));
              a.real().ifPresent(real -> text.append(line(Quality.REAL_ACCURACY, real)));
            });
    OptionalDouble least =
        budgets.stream().flatMap(b -> b.number("accuracy").stream()).mapToDouble(a -> a).max();
    least.ifPresent(limit -> text.append(line(Quality.ACCURACY_BUDGET, limit)));
    return text.toString();
  }

  private static void steps(StringBuilder text, Quantised quantised) {
    Graph graph = quantised.integer();
    for (StepQuality quality : quantised.qualities()) {
      String line =
          String.format(
              Locale.ROOT,
              "%s,%s,decibels,%.2f\n",
              quality.step(),
              quality.node(),
              quality.decibels());
      text.append(line);
      for (Node node : graph.nodes()) {
        if (node.name().equals(quality.node())) {
          widths(text, graph, node);
        }
      }
    }
  }

  private static void widths(StringBuilder text, Graph graph, Node node) {
    String where = node.step() + "," + node.name() + ",";
    text.append(where).append("bits,").append(graph.out(node).element().bits()).append('\n');
    graph
        .input(node, 1)
        .filter(Value::isConstant)
        .ifPresent(
            weights -> {
              int bits = weights.element().bits();
              text.append(where).append("weight_bits,").append(bits).append('\n');
            });
  }

  private static String line(String metric, double value) {
    return String.format(Locale.ROOT, "*,*,%s,%.6f\n", metric, value);
  }
}
