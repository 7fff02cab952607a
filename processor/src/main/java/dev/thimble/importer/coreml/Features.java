package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.coreml.schema.FeatureDescription;
import dev.thimble.importer.coreml.schema.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Features of a pipeline before its model: each element is one of the model's inputs, times a
 * factor, and a shift added. The inputs of a model stand in one row, in the order of its
 * description.
 */
final class Features {
  /** One element. */
  record Element(int input, double factor, double shift) {}

  private static final int MOST = 1 << 16;

  private final ModelPackage file;
  private final Map<String, List<Element>> features = new LinkedHashMap<>();
  private int inputs;

  Features(ModelPackage file, Model model) throws Problem {
    this.file = file;
    for (FeatureDescription input : model.getDescription().getInputList()) {
      List<Element> elements = new ArrayList<>();
      int size = size(input);
      for (int i = 0; i < size; i++) {
        elements.add(new Element(inputs++, 1, 0));
      }
      if (inputs > MOST) {
        throw file.broken("it has more than " + MOST + " features");
      }
      features.put(input.getName(), elements);
    }
  }

  /** How many numbers the model takes. */
  int inputs() {
    return inputs;
  }

  private int size(FeatureDescription input) throws Problem {
    return switch (input.getType().getTypeCase()) {
      case DOUBLETYPE, INT64TYPE -> 1;
      case MULTIARRAYTYPE -> {
        long size = 1;
        for (long extent : input.getType().getMultiArrayType().getShapeList()) {
          if (extent < 1 || extent > MOST || (size *= extent) > MOST) {
            throw file.broken("input " + input.getName() + " has an extent of " + extent);
          }
        }
        yield (int) size;
      }
      default ->
          throw file.unsupported(
              "input " + input.getName() + " of type " + input.getType().getTypeCase(),
              "Give numbers: double, integer or multi-array features.");
    };
  }

  List<Element> get(String name) throws Problem {
    List<Element> elements = features.get(name);
    if (elements == null) {
      throw file.broken("nothing gives the feature " + name);
    }
    return elements;
  }

  void put(String name, List<Element> elements) {
    features.put(name, elements);
  }
}
