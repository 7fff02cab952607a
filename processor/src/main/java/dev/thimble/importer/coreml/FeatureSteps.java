package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.coreml.Features.Element;
import dev.thimble.importer.coreml.schema.FeatureVectorizer;
import dev.thimble.importer.coreml.schema.Imputer;
import dev.thimble.importer.coreml.schema.Model;
import dev.thimble.importer.coreml.schema.Scaler;
import java.util.ArrayList;
import java.util.List;

/** The steps of a pipeline before its model: they choose, order and scale features. */
final class FeatureSteps {
  private final ModelPackage file;
  private final Features features;

  FeatureSteps(ModelPackage file, Features features) {
    this.file = file;
    this.features = features;
  }

  /** Whether a model is such a step. */
  static boolean isStep(Model model) {
    return switch (model.getTypeCase()) {
      case FEATUREVECTORIZER, SCALER, ARRAYFEATUREEXTRACTOR, IMPUTER, IDENTITY -> true;
      default -> false;
    };
  }

  /** Computes what the step gives. */
  void apply(Model step) throws Problem {
    if (step.getDescription().getOutputCount() < 1) {
      throw file.broken("a step of its pipeline gives nothing");
    }
    String output = step.getDescription().getOutput(0).getName();
    features.put(
        output,
        switch (step.getTypeCase()) {
          case FEATUREVECTORIZER -> joined(step.getFeatureVectorizer());
          case SCALER -> scaled(step.getScaler(), input(step));
          case ARRAYFEATUREEXTRACTOR ->
              chosen(step.getArrayFeatureExtractor().getExtractIndexList(), input(step));
          case IMPUTER -> imputed(step.getImputer(), input(step));
          default -> input(step);
        });
  }

  private List<Element> input(Model step) throws Problem {
    if (step.getDescription().getInputCount() != 1) {
      throw file.broken("a step of its pipeline has other than one input");
    }
    return features.get(step.getDescription().getInput(0).getName());
  }

  private List<Element> joined(FeatureVectorizer vectorizer) throws Problem {
    List<Element> joined = new ArrayList<>();
    for (var column : vectorizer.getInputListList()) {
      List<Element> elements = features.get(column.getInputColumn());
      if (elements.size() != column.getInputDimensions()) {
        throw file.broken(
            "the feature %s has %d numbers, not %d"
                .formatted(column.getInputColumn(), elements.size(), column.getInputDimensions()));
      }
      joined.addAll(elements);
    }
    return joined;
  }

  /** {@code (x + shift) * scale}; one number serves all elements. */
  private List<Element> scaled(Scaler scaler, List<Element> elements) throws Problem {
    List<Element> scaled = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      double shift = number(scaler.getShiftValueList(), i, elements.size(), 0);
      double scale = number(scaler.getScaleValueList(), i, elements.size(), 1);
      Element from = elements.get(i);
      scaled.add(new Element(from.input(), from.factor() * scale, (from.shift() + shift) * scale));
    }
    return scaled;
  }

  private double number(List<Double> numbers, int index, int size, double fallback) throws Problem {
    if (numbers.isEmpty()) {
      return fallback;
    }
    if (numbers.size() != 1 && numbers.size() != size) {
      throw file.broken("a scaler has " + numbers.size() + " numbers for " + size);
    }
    double number = numbers.get(numbers.size() == 1 ? 0 : index);
    if (!(Math.abs(number) <= Float.MAX_VALUE)) {
      throw file.broken("a scaler has the number " + number);
    }
    return number;
  }

  private List<Element> chosen(List<Long> indices, List<Element> elements) throws Problem {
    List<Element> chosen = new ArrayList<>();
    for (long index : indices) {
      if (index < 0 || index >= elements.size()) {
        throw file.broken("it extracts element " + index + " of " + elements.size());
      }
      chosen.add(elements.get((int) index));
    }
    return chosen;
  }

  /** What a chip measures is never missing; another number that stands for missing would be. */
  private List<Element> imputed(Imputer imputer, List<Element> elements) throws Problem {
    boolean missing =
        imputer.getReplaceValueCase() == Imputer.ReplaceValueCase.REPLACEVALUE_NOT_SET
            || (imputer.hasReplaceDoubleValue() && Double.isNaN(imputer.getReplaceDoubleValue()));
    if (!missing) {
      throw file.unsupported(
          "an imputer that replaces numbers", "Replace them before they reach the model.");
    }
    return elements;
  }
}
