package dev.thimble.importer.coreml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.coreml.schema.ArrayFeatureExtractor;
import dev.thimble.importer.coreml.schema.Coefficients;
import dev.thimble.importer.coreml.schema.EvaluationInfo;
import dev.thimble.importer.coreml.schema.FeatureDescription;
import dev.thimble.importer.coreml.schema.FeatureType;
import dev.thimble.importer.coreml.schema.FloatVector;
import dev.thimble.importer.coreml.schema.GLMClassifier;
import dev.thimble.importer.coreml.schema.GLMClassifierDoubleArray;
import dev.thimble.importer.coreml.schema.GLMRegressor;
import dev.thimble.importer.coreml.schema.GLMRegressorDoubleArray;
import dev.thimble.importer.coreml.schema.Int64Parameter;
import dev.thimble.importer.coreml.schema.KNearestNeighborsClassifier;
import dev.thimble.importer.coreml.schema.Kernel;
import dev.thimble.importer.coreml.schema.Model;
import dev.thimble.importer.coreml.schema.ModelDescription;
import dev.thimble.importer.coreml.schema.NearestNeighborsIndex;
import dev.thimble.importer.coreml.schema.Pipeline;
import dev.thimble.importer.coreml.schema.PolyKernel;
import dev.thimble.importer.coreml.schema.Scaler;
import dev.thimble.importer.coreml.schema.SparseNode;
import dev.thimble.importer.coreml.schema.SparseSupportVectors;
import dev.thimble.importer.coreml.schema.SparseVector;
import dev.thimble.importer.coreml.schema.StringVector;
import dev.thimble.importer.coreml.schema.SupportVectorRegressor;
import dev.thimble.importer.coreml.schema.TreeEnsembleClassifier;
import dev.thimble.importer.coreml.schema.TreeEnsembleParameters;
import dev.thimble.importer.coreml.schema.TreeNode;
import dev.thimble.quantize.FloatEvaluator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Classical models and pipelines, each small enough to compute by hand. */
class ClassicalModelsTest {
  static FeatureDescription array(String name, long size) {
    return FeatureDescription.newBuilder()
        .setName(name)
        .setType(
            FeatureType.newBuilder()
                .setMultiArrayType(
                    FeatureType.getDefaultInstance().getMultiArrayType().toBuilder()
                        .addShape(size)))
        .build();
  }

  static Model.Builder model(String input, long size, String output) {
    return Model.newBuilder()
        .setSpecificationVersion(1)
        .setDescription(
            ModelDescription.newBuilder()
                .addInput(array(input, size))
                .addOutput(FeatureDescription.newBuilder().setName(output)));
  }

  static ModelFile file(Model model) {
    return new ModelFile("m.mlmodel", model.toByteArray());
  }

  private static float[] scores(Model model, float... x) throws Exception {
    Graph graph = new CoreMlImporter().read(file(model));
    return new FloatEvaluator(graph).evaluate(List.of(x)).get(graph.outputs().get(0));
  }

  static TreeNode split(long id, TreeNode.TreeNodeBehavior how, double value, long yes, long no) {
    return TreeNode.newBuilder()
        .setNodeId(id)
        .setNodeBehavior(how)
        .setBranchFeatureIndex(0)
        .setBranchFeatureValue(value)
        .setTrueChildNodeId(yes)
        .setFalseChildNodeId(no)
        .build();
  }

  private static TreeNode leaf(long id, double value) {
    return TreeNode.newBuilder()
        .setNodeId(id)
        .setNodeBehavior(TreeNode.TreeNodeBehavior.LeafNode)
        .addEvaluationInfo(EvaluationInfo.newBuilder().setEvaluationValue(value))
        .build();
  }

  static Model trees(TreeNode.TreeNodeBehavior how) {
    // The root is the last node: numbers say what belongs together, not places.
    return model("x", 1, "class")
        .setTreeEnsembleClassifier(
            TreeEnsembleClassifier.newBuilder()
                .setStringClassLabels(StringVector.newBuilder().addAllVector(List.of("no", "yes")))
                .setTreeEnsemble(
                    TreeEnsembleParameters.newBuilder()
                        .setNumPredictionDimensions(1)
                        .addBasePredictionValue(0.25)
                        .addNodes(leaf(3, 0.5))
                        .addNodes(leaf(2, 0))
                        .addNodes(split(9, how, 2, 3, 2))))
        .build();
  }

  @Test
  void treesAskInFourWays() throws Exception {
    float[] yes = {0.25f, 0.75f};
    float[] no = {0.75f, 0.25f};
    float below = Math.nextDown(2f);
    float above = Math.nextUp(2f);
    Model atMost = trees(TreeNode.TreeNodeBehavior.BranchOnValueLessThanEqual);
    Model less = trees(TreeNode.TreeNodeBehavior.BranchOnValueLessThan);
    Model more = trees(TreeNode.TreeNodeBehavior.BranchOnValueGreaterThan);
    Model atLeast = trees(TreeNode.TreeNodeBehavior.BranchOnValueGreaterThanEqual);
    assertThat(scores(atMost, 2)).isEqualTo(yes);
    assertThat(scores(atMost, above)).isEqualTo(no);
    assertThat(scores(less, 2)).isEqualTo(no);
    assertThat(scores(less, below)).isEqualTo(yes);
    assertThat(scores(more, 2)).isEqualTo(no);
    assertThat(scores(more, above)).isEqualTo(yes);
    assertThat(scores(atLeast, 2)).isEqualTo(yes);
    assertThat(scores(atLeast, below)).isEqualTo(no);
    assertThat(new CoreMlImporter().labels(file(less))).containsExactly("no", "yes");
  }

  private static Model step(Model.Builder model) {
    return model.build();
  }

  @Test
  void pipelinesScaleAndChooseFeatures() throws Exception {
    Model scaler =
        step(
            model("x", 3, "scaled")
                .setScaler(
                    Scaler.newBuilder()
                        .addAllShiftValue(List.of(-1.0, -2.0, -3.0))
                        .addScaleValue(0.5)));
    Model chosen =
        step(
            model("scaled", 3, "chosen")
                .setArrayFeatureExtractor(
                    ArrayFeatureExtractor.newBuilder().addAllExtractIndex(List.of(2L, 0L))));
    Model regression =
        step(
            model("chosen", 2, "y")
                .setGlmRegressor(
                    GLMRegressor.newBuilder()
                        .addWeights(
                            GLMRegressorDoubleArray.newBuilder().addAllValue(List.of(10.0, 1.0)))
                        .addOffset(7)));
    Model pipeline =
        model("x", 3, "y")
            .setPipeline(
                Pipeline.newBuilder().addModels(scaler).addModels(chosen).addModels(regression))
            .build();
    // 10 * (9 - 3) / 2 + (5 - 1) / 2 + 7
    assertThat(scores(pipeline, 5, 100, 9)).containsExactly(39);
  }

  @Test
  void aReferenceClassHasNoScore() throws Exception {
    GLMClassifier.Builder glm =
        GLMClassifier.newBuilder()
            .addWeights(GLMClassifierDoubleArray.newBuilder().addAllValue(List.of(1.0, -1.0)))
            .addWeights(GLMClassifierDoubleArray.newBuilder().addAllValue(List.of(2.0, 0.0)))
            .addAllOffset(List.of(0.5, 0.0));
    Model reference = model("x", 2, "class").setGlmClassifier(glm).build();
    assertThat(scores(reference, 3, 1)).containsExactly(0, 2.5f, 6);
    Model each =
        model("x", 2, "class")
            .setGlmClassifier(glm.setClassEncoding(GLMClassifier.ClassEncoding.OneVsRest))
            .build();
    assertThat(scores(each, 3, 1)).containsExactly(2.5f, 6);
  }

  @Test
  void supportVectorsMayBeSparse() throws Exception {
    SparseVector first =
        SparseVector.newBuilder().addNodes(SparseNode.newBuilder().setIndex(2).setValue(2)).build();
    Model machine =
        model("x", 3, "y")
            .setSupportVectorRegressor(
                SupportVectorRegressor.newBuilder()
                    .setKernel(
                        Kernel.newBuilder()
                            .setPolyKernel(
                                PolyKernel.newBuilder().setDegree(2).setGamma(1).setC(1)))
                    .setSparseSupportVectors(SparseSupportVectors.newBuilder().addVectors(first))
                    .setCoefficients(Coefficients.newBuilder().addAlpha(0.5))
                    .setRho(-4))
            .build();
    // 0.5 * (2 * 3 + 1)^2 + 4
    assertThat(scores(machine, 9, 3, 9)).containsExactly(28.5f);
  }

  static Model nearest() {
    NearestNeighborsIndex.Builder index = NearestNeighborsIndex.newBuilder();
    for (float x : new float[] {0, 1, 5}) {
      index.addFloatSamples(FloatVector.newBuilder().addVector(x));
    }
    return model("x", 1, "class")
        .setKNearestNeighborsClassifier(
            KNearestNeighborsClassifier.newBuilder()
                .setNearestNeighborsIndex(index)
                .setNumberOfNeighbors(Int64Parameter.newBuilder().setDefaultValue(2))
                .setStringClassLabels(
                    StringVector.newBuilder().addAllVector(List.of("low", "low", "high"))))
        .build();
  }

  @Test
  void neighboursVote() throws Exception {
    assertThat(scores(nearest(), 0.2f)).containsExactly(2, 0);
    assertThat(scores(nearest(), 4)).containsExactly(1, 1);
    assertThat(new CoreMlImporter().labels(file(nearest()))).containsExactly("low", "high");
  }
}
