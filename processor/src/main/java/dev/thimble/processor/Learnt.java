package dev.thimble.processor;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.resolve.ResolvedModel;
import java.util.LinkedHashSet;
import java.util.Set;

/** The file that says what steps learnt while compiling, in reals: data of the report. */
final class Learnt {
  /** Its name beside the model's other files. */
  static final String FILE_NAME = "learnt.csv";

  private static final Set<String> STEPS =
      Set.of(
          "Anomaly",
          "Forest",
          "KMeans",
          "KNearest",
          "Linear",
          "Logistic",
          "NearestCentroid",
          "Pca",
          "Scaler");

  private Learnt() {}

  /** A row for each number: step, parameter, its index, value. */
  static String text(ResolvedModel model) {
    StringBuilder text = new StringBuilder("step,parameter,index,value\n");
    Graph graph = model.graph();
    for (ResolvedModel.ResolvedStep step : model.steps()) {
      if (!STEPS.contains(step.annotation())) {
        continue;
      }
      Set<String> seen = new LinkedHashSet<>();
      for (Node node : graph.nodes()) {
        for (String input : node.inputs()) {
          if (node.step().equals(step.name())
              && !input.isEmpty()
              && graph.value(input).isConstant()
              && seen.add(input)) {
            values(step.name(), graph.value(input), text);
          }
        }
      }
    }
    return text.toString();
  }

  private static void values(String step, Value value, StringBuilder text) {
    String parameter =
        value.name().startsWith(step + "_")
            ? value.name().substring(step.length() + 1)
            : value.name();
    float[] data = value.floats();
    for (int i = 0; i < data.length; i++) {
      text.append(step).append(',').append(parameter).append(',').append(i).append(',');
      text.append(data[i]).append('\n');
    }
  }
}
