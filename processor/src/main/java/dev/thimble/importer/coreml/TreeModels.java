package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.TreesBuilder;
import dev.thimble.importer.coreml.schema.TreeEnsembleClassifier;
import dev.thimble.importer.coreml.schema.TreeEnsembleParameters;
import dev.thimble.importer.coreml.schema.TreeEnsemblePostEvaluationTransform;
import dev.thimble.importer.coreml.schema.TreeEnsembleRegressor;
import dev.thimble.importer.coreml.schema.TreeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ensembles of trees whose leaves are added up. Classes get the sums before any transform. */
record TreeModels(ModelPackage file, ClassicalGraph graph) {
  private static final int MOST_OUTPUTS = 1000;

  void classifier(TreeEnsembleClassifier model) throws Problem, ShapeException {
    TreeEnsembleParameters trees = model.getTreeEnsemble();
    int classes =
        model.hasStringClassLabels()
            ? model.getStringClassLabels().getVectorCount()
            : model.getInt64ClassLabels().getVectorCount();
    int sums = sums(trees);
    int zero =
        model.getPostEvaluationTransform()
                == TreeEnsemblePostEvaluationTransform.Classification_SoftMaxWithZeroClassReference
            ? 1
            : 0;
    if (sums == classes) {
      add(trees, new EnsembleTree.Outputs(classes, 0, false));
    } else if (sums == 1 && classes == 2) {
      // One sum is the second class's: a probability where nothing transforms it, else a logit.
      boolean share =
          model.getPostEvaluationTransform() == TreeEnsemblePostEvaluationTransform.NoTransform;
      add(trees, new EnsembleTree.Outputs(2, 1, share));
    } else if (sums + zero == classes && zero == 1) {
      add(trees, new EnsembleTree.Outputs(classes, 1, false));
    } else {
      throw file.broken("its trees have " + sums + " sums for " + classes + " classes");
    }
  }

  void regressor(TreeEnsembleRegressor model) throws Problem, ShapeException {
    add(model.getTreeEnsemble(), new EnsembleTree.Outputs(sums(model.getTreeEnsemble()), 0, false));
    switch (model.getPostEvaluationTransform()) {
      case NoTransform -> {}
      case Regression_Logistic -> graph.function(Unary.Kind.SIGMOID);
      default ->
          throw file.unsupported("a regression behind a softmax", "Train without a transform.");
    }
  }

  private int sums(TreeEnsembleParameters trees) throws Problem {
    long sums = trees.getNumPredictionDimensions();
    if (sums < 1 || sums > MOST_OUTPUTS) {
      throw file.broken("its trees give " + sums + " numbers");
    }
    return (int) sums;
  }

  private void add(TreeEnsembleParameters ensemble, EnsembleTree.Outputs outputs)
      throws Problem, ShapeException {
    Map<Long, List<TreeNode>> trees = new LinkedHashMap<>();
    for (TreeNode node : ensemble.getNodesList()) {
      trees.computeIfAbsent(node.getTreeId(), id -> new ArrayList<>()).add(node);
    }
    if (trees.isEmpty()) {
      throw file.broken("its ensemble has no trees");
    }
    TreesBuilder builder = new TreesBuilder(outputs.count());
    for (List<TreeNode> nodes : trees.values()) {
      builder.add(EnsembleTree.of(file, nodes, outputs, sums(ensemble), graph.size()));
    }
    double[] own =
        ClassicalModels.finite(file, "a base value", ensemble.getBasePredictionValueList());
    if (own.length != 0 && own.length != sums(ensemble)) {
      throw file.broken("it has " + own.length + " base values for " + sums(ensemble) + " sums");
    }
    double[] base = outputs.row(own.length == 0 ? new double[sums(ensemble)] : own);
    if (outputs.share()) {
      base[0]++;
    }
    graph.trees(builder, base);
  }
}
