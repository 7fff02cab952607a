package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.ShapeMessage;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Normalise;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code @Normalise}: each feature by its mean and deviation in a data file. */
final class NormaliseStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Value x = step.graph().find(step.input().value());
    if (!x.element().isInteger() || x.quantization().isEmpty() || x.shape().rank() == 0) {
      step.report(
          step.values().place(),
          ShapeMessage.TM1223_NO_WINDOW,
          "Normalise",
          step.sources().get(0),
          "a window or figures of a signal: @Recent or @Statistics");
      throw new StepFailure();
    }
    int features = x.shape().extent(-1);
    float[] data = data(step, x.shape());
    List<Normalise.Feature> constants = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      constants.add(constants(data, i, features, x.quantized()));
    }
    History.Result result =
        new History.Result(
            step.name(), ElementType.INT8, Optional.of(Quantization.perTensor(Normalise.STEP, 0)));
    Value scaled =
        new History(step).node(new Normalise(constants), List.of(x.name()), List.of(result));
    return Flow.of(step.name(), scaled.shape());
  }

  private static Normalise.Feature constants(
      float[] data, int feature, int features, Quantization scale) {
    int count = data.length / features;
    double sum = 0;
    for (int i = feature; i < data.length; i += features) {
      sum += data[i];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = feature; i < data.length; i += features) {
      squares += (data[i] - mean) * (data[i] - mean);
    }
    double unit = scale.scale();
    return Normalise.Feature.of(mean / unit + scale.zeroPoint(), Math.sqrt(squares / count) / unit);
  }

  private static float[] data(StepContext step, Shape shape) throws StepFailure {
    AnnotationValues values = step.values();
    TensorFile file = step.model().sources().tensors(values, "data").orElseThrow(StepFailure::new);
    String fileName = values.text("data").orElse("");
    String source = step.sources().get(0);
    Optional<Array> found = file.find(source).or(() -> file.find("x"));
    if (found.isEmpty()) {
      throw failed(
          step,
          ShapeMessage.TM1214_NO_SAMPLES,
          fileName,
          source,
          Suggestions.some(file.names(), 12),
          source,
          "");
    }
    Array array = found.get();
    List<Integer> extents = array.extents();
    if (extents.size() < 2
        || extents.get(0) < 1
        || extents.get(0) * shape.elements() != array.size()) {
      throw failed(
          step,
          ShapeMessage.TM1215_SAMPLE_SHAPE,
          array.name(),
          fileName,
          array.shape(),
          "samples x " + shape + DataChecks.A_ROW);
    }
    float[] data = array.floats();
    int bad = Numbers.firstNotFinite(data);
    if (bad >= 0) {
      throw failed(
          step,
          ShapeMessage.TM1217_SAMPLE_NOT_FINITE,
          array.name(),
          fileName,
          data[bad],
          Numbers.index(bad, extents));
    }
    return data;
  }

  private static StepFailure failed(StepContext step, Message message, Object... arguments) {
    step.report(step.values().placeOf("data"), message, arguments);
    return new StepFailure();
  }
}
