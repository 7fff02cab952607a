package dev.thimble.importer.coreml;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.CoreMlMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.coreml.schema.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads models of Core ML: {@code .mlmodel} files and {@code .mlpackage} folders. */
@AutoService(ModelImporter.class)
public final class CoreMlImporter implements ModelImporter {
  /** For the service loader. */
  public CoreMlImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".mlmodel")
        || lower.endsWith(".mlpackage")
        || lower.endsWith(".mlpackage.zip");
  }

  @Override
  public String format() {
    return "Core ML (.mlmodel, .mlpackage)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    ModelPackage opened = ModelPackage.open(file);
    Model model = opened.spec();
    List<Model> steps = steps(model);
    Model last = steps.get(steps.size() - 1);
    if (ClassicalModels.isOne(last)) {
      return classical(opened, steps, last);
    }
    if (steps.size() > 1) {
      throw opened.unsupported(
          "a pipeline of " + steps.size() + " models that ends with a network",
          "Take the network out of it, and give it what the steps before would.");
    }
    return switch (last.getTypeCase()) {
      case MLPROGRAM -> new ProgramReader(opened).read();
      case NEURALNETWORK, NEURALNETWORKCLASSIFIER, NEURALNETWORKREGRESSOR ->
          new NetworkReader(opened, last).read();
      default -> throw unsupported(opened, last);
    };
  }

  private static Graph classical(ModelPackage file, List<Model> steps, Model last) throws Problem {
    Features features = new Features(file, file.spec());
    for (Model step : steps.subList(0, steps.size() - 1)) {
      if (!FeatureSteps.isStep(step)) {
        throw unsupported(file, step);
      }
      new FeatureSteps(file, features).apply(step);
    }
    return ClassicalModels.read(file, features, last);
  }

  /** The models of a pipeline, in their order; or the model itself. */
  private static List<Model> steps(Model model) {
    List<Model> steps =
        switch (model.getTypeCase()) {
          case PIPELINE -> model.getPipeline().getModelsList();
          case PIPELINECLASSIFIER -> model.getPipelineClassifier().getPipeline().getModelsList();
          case PIPELINEREGRESSOR -> model.getPipelineRegressor().getPipeline().getModelsList();
          default -> List.of(model);
        };
    return steps.isEmpty() ? List.of(model) : steps;
  }

  private static Problem unsupported(ModelPackage file, Model model) {
    return new Problem(
        CoreMlMessage.TM3802_UNSUPPORTED_MODEL,
        file.file().name(),
        model.getTypeCase().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public List<String> labels(ModelFile file) throws Problem {
    ModelPackage opened = ModelPackage.open(file);
    List<Model> steps = steps(opened.spec());
    Model last = steps.get(steps.size() - 1);
    return switch (last.getTypeCase()) {
      case TREEENSEMBLECLASSIFIER ->
          names(
              last.getTreeEnsembleClassifier().getStringClassLabels().getVectorList(),
              last.getTreeEnsembleClassifier().getInt64ClassLabels().getVectorList());
      case GLMCLASSIFIER ->
          names(
              last.getGlmClassifier().getStringClassLabels().getVectorList(),
              last.getGlmClassifier().getInt64ClassLabels().getVectorList());
      case SUPPORTVECTORCLASSIFIER ->
          names(
              last.getSupportVectorClassifier().getStringClassLabels().getVectorList(),
              last.getSupportVectorClassifier().getInt64ClassLabels().getVectorList());
      case NEURALNETWORKCLASSIFIER ->
          names(
              last.getNeuralNetworkClassifier().getStringClassLabels().getVectorList(),
              last.getNeuralNetworkClassifier().getInt64ClassLabels().getVectorList());
      case KNEARESTNEIGHBORSCLASSIFIER ->
          NearestModels.classes(last.getKNearestNeighborsClassifier());
      case MLPROGRAM -> programLabels(opened);
      default -> List.of();
    };
  }

  private static List<String> programLabels(ModelPackage file) throws Problem {
    ProgramReader reader = new ProgramReader(file);
    reader.read();
    return reader.labels();
  }

  private static List<String> names(List<String> texts, List<Long> numbers) {
    List<String> names = new ArrayList<>(texts);
    numbers.forEach(number -> names.add(String.valueOf(number)));
    return names;
  }
}
