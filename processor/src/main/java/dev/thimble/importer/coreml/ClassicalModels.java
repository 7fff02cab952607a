package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.coreml.Features.Element;
import dev.thimble.importer.coreml.schema.Model;
import java.util.ArrayList;
import java.util.List;

/** Classical models, alone or at the end of a pipeline of {@link FeatureSteps}. */
final class ClassicalModels {
  private ClassicalModels() {}

  /** Whether a model is one. */
  static boolean isOne(Model model) {
    return switch (model.getTypeCase()) {
      case TREEENSEMBLECLASSIFIER,
          TREEENSEMBLEREGRESSOR,
          GLMCLASSIFIER,
          GLMREGRESSOR,
          SUPPORTVECTORCLASSIFIER,
          SUPPORTVECTORREGRESSOR,
          KNEARESTNEIGHBORSCLASSIFIER ->
          true;
      default -> false;
    };
  }

  /** The model of these features; the graph takes all inputs of the file in one row. */
  static Graph read(ModelPackage file, Features features, Model model) throws Problem {
    if (model.getDescription().getInputCount() == 0 || features.inputs() == 0) {
      throw file.broken("its model has no input");
    }
    List<Element> row = new ArrayList<>();
    for (var input : model.getDescription().getInputList()) {
      row.addAll(features.get(input.getName()));
    }
    try {
      ClassicalGraph graph = new ClassicalGraph(features.inputs());
      arrange(graph, row);
      add(file, model, graph);
      return graph.finish();
    } catch (ShapeException | IllegalArgumentException | ArithmeticException misfit) {
      throw file.broken(String.valueOf(misfit.getMessage()));
    }
  }

  /** Scales that follow the inputs' own order go into the model; another order is computed. */
  private static void arrange(ClassicalGraph graph, List<Element> row) throws ShapeException {
    boolean inOrder = row.size() == graph.size();
    double[] factors = new double[row.size()];
    double[] shifts = new double[row.size()];
    for (int i = 0; i < row.size(); i++) {
      inOrder &= row.get(i).input() == i;
      factors[i] = row.get(i).factor();
      shifts[i] = row.get(i).shift();
    }
    if (inOrder) {
      graph.scale(factors, shifts);
      return;
    }
    double[][] rows = new double[row.size()][graph.size()];
    for (int i = 0; i < row.size(); i++) {
      rows[i][row.get(i).input()] = factors[i];
    }
    graph.affine(rows, shifts);
  }

  private static void add(ModelPackage file, Model model, ClassicalGraph graph)
      throws Problem, ShapeException {
    switch (model.getTypeCase()) {
      case TREEENSEMBLECLASSIFIER ->
          new TreeModels(file, graph).classifier(model.getTreeEnsembleClassifier());
      case TREEENSEMBLEREGRESSOR ->
          new TreeModels(file, graph).regressor(model.getTreeEnsembleRegressor());
      case GLMCLASSIFIER -> new LinearModels(file, graph).classifier(model.getGlmClassifier());
      case GLMREGRESSOR -> new LinearModels(file, graph).regressor(model.getGlmRegressor());
      case SUPPORTVECTORCLASSIFIER ->
          new VectorMachines(file, graph).classifier(model.getSupportVectorClassifier());
      case SUPPORTVECTORREGRESSOR ->
          new VectorMachines(file, graph).regressor(model.getSupportVectorRegressor());
      default -> NearestModels.add(file, model.getKNearestNeighborsClassifier(), graph);
    }
  }

  /** Numbers of a list; all must be finite. */
  static double[] finite(ModelPackage file, String what, List<Double> numbers) throws Problem {
    double[] values = new double[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
      if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
        throw file.broken(what + " holds the number " + values[i]);
      }
    }
    return values;
  }
}
