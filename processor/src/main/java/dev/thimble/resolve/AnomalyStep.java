package dev.thimble.resolve;

import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.fit.Points;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.importer.classical.TreesBuilder;
import dev.thimble.quantize.FloatEvaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code @Anomaly}: by how much the nearest distance exceeds its limit, and a vote by that. */
final class AnomalyStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow row = step.flat();
    int count = row.shape().size();
    float[] limits = new float[count];
    Optional<Double> limit = step.values().number("limit").filter(v -> !v.isNaN());
    if (limit.isPresent()) {
      Arrays.fill(limits, limit.get().floatValue());
    } else {
      limits = quantiles(step, count);
    }
    Labels.check(step, 2);
    String constant = step.constant("limits", Shape.of(count), Optional.of(limits));
    String name = step.fresh("excess");
    Flow excess = step.node(name, new Excess(), List.of(row.value(), constant));
    TreesBuilder votes = new TreesBuilder(2);
    votes.add(TreesBuilder.stump(0, 0, new double[] {1, 0}, new double[] {0, 1}));
    Flow voted = votes(step, excess, votes);
    Flow index = step.node(step.name(), new ArgExtreme(true, 0), List.of(voted.value()));
    step.graph()
        .value(
            new Value(
                step.name(), ElementType.INT32, index.shape(), Optional.empty(), Optional.empty()));
    return index;
  }

  private static Flow votes(StepContext step, Flow excess, TreesBuilder votes)
      throws ShapeException, StepFailure {
    float[] rows = votes.rows();
    String thresholds = step.constant("threshold", Shape.of(1), Optional.of(new float[1]));
    String leaves = step.constant("rows", Shape.of(rows.length / 2, 2), Optional.of(rows));
    String base = step.constant("base", Shape.of(2), Optional.of(new float[2]));
    return step.node(
        step.fresh("votes"), votes.trees(), List.of(excess.value(), thresholds, leaves, base));
  }

  /** For each point the quantile of the distances of those samples that are nearest to it. */
  private static float[] quantiles(StepContext step, int count) throws StepFailure {
    String source = step.sources().get(0);
    Optional<StepDeclaration> fitted =
        step.model()
            .declaration()
            .step(source)
            .filter(s -> List.of("KMeans", "NearestCentroid").contains(s.annotation().type()));
    if (fitted.isEmpty()) {
      step.report(step.values().place(), ShapeMessage.TM1232_NO_LIMIT, source);
      throw new StepFailure();
    }
    Graph own = own(step, source);
    Fitting fitting =
        Fitting.of(
            step, fitted.get().annotation(), feeding(step, fitted.get()), own.inputs().get(0));
    FloatEvaluator evaluator = new FloatEvaluator(own);
    List<List<Double>> distances = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      distances.add(new ArrayList<>());
    }
    for (double[] point : fitting.points()) {
      float[] x = new float[point.length];
      for (int k = 0; k < x.length; k++) {
        x[k] = (float) point[k];
      }
      float[] all = evaluator.evaluate(List.of(x)).getOrDefault(source, new float[count]);
      int nearest = 0;
      for (int c = 1; c < count; c++) {
        nearest = all[c] < all[nearest] ? c : nearest;
      }
      distances.get(nearest).add((double) all[nearest]);
    }
    double share = step.values().number("quantile").orElse(1.0);
    float[] limits = new float[count];
    for (int c = 0; c < count; c++) {
      double[] own0 = distances.get(c).stream().mapToDouble(d -> d).toArray();
      limits[c] = own0.length == 0 ? 0 : (float) Points.quantile(own0, share);
    }
    return limits;
  }

  private static String feeding(StepContext step, StepDeclaration fitted) {
    List<StepDeclaration> all = step.model().declaration().steps();
    return fitted
        .annotation()
        .text("from")
        .orElseGet(() -> all.get(Math.max(0, all.indexOf(fitted) - 1)).name());
  }

  /** The nodes of a step, fed by what arrives there. */
  private static Graph own(StepContext step, String name) {
    Graph whole = step.graph().build();
    List<Node> nodes = whole.nodes().stream().filter(n -> n.step().equals(name)).toList();
    Graph.Builder own = new Graph.Builder();
    whole.values().values().forEach(own::value);
    nodes.forEach(own::node);
    return own.input(nodes.get(0).inputs().get(0)).output(name).build();
  }
}
