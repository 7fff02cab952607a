package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.diagnostic.BudgetMessage;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.TensorFile;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.plan.budget.Ways;
import dev.thimble.quantize.CalibrationSamples;
import dev.thimble.quantize.FloatEvaluator;
import dev.thimble.quantize.IntegerEvaluator;
import dev.thimble.quantize.Quantised;
import dev.thimble.resolve.LateDecision;
import dev.thimble.resolve.ResolvedModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How many of the labelled samples a model gets right: in integers, and in reals beside it.
 *
 * @param integer share of the integer model
 * @param real share of the model of reals; empty where the integers came from a file
 * @param samples how many samples
 */
record Accuracy(double integer, Optional<Double> real, int samples) {
  /**
   * Measures on the model's evaluation data; empty without any.
   *
   * @param known the share in reals where another attempt has measured it
   */
  static Optional<Accuracy> of(
      ResolvedModel model, Program program, IntegerGraphs.Result result, Optional<Double> known)
      throws Problem {
    Optional<Quantised> quantised = result.quantised();
    Graph integers = result.integer();
    Optional<TensorFile> file = model.evaluation();
    boolean measurable = model.signal().isEmpty() || quantised.isPresent();
    if (file.isEmpty() || integers.inputs().isEmpty() || !measurable) {
      return Optional.empty();
    }
    CalibrationSamples samples = DataSets.runs(file.get(), model);
    float[] labels = file.get().find("y").orElseThrow().floats();
    String value = scores(model);
    if (quantised.isEmpty()) {
      return Optional.of(
          new Accuracy(
              imported(samples, labels, integers, program, value),
              Optional.empty(),
              labels.length));
    }
    samples = result.feeding().apply(samples);
    // Of a model with a signal this is the part behind the windows that the data hold.
    Graph measured = quantised.get().integer();
    IntegerEvaluator integer = new IntegerEvaluator(measured);
    double share =
        share(samples, labels, integer::reset, sample -> of(integer.evaluate(sample), value));
    double inReals =
        known.isPresent() ? known.get() : real(quantised.get(), samples, labels, value);
    return Optional.of(new Accuracy(share, Optional.of(inReals), labels.length));
  }

  private static double real(
      Quantised quantised, CalibrationSamples samples, float[] labels, String value) {
    FloatEvaluator real = new FloatEvaluator(quantised.real());
    return share(samples, labels, real::reset, sample -> of(real.evaluate(sample), value));
  }

  /** What is compared with the labels: what the last step gives, or what it detects in. */
  private static String scores(ResolvedModel model) {
    String last = model.steps().get(model.steps().size() - 1).value();
    return model.detections().stream()
        .filter(detection -> detection.step().equals(last))
        .map(LateDecision::scores)
        .findFirst()
        .orElse(last);
  }

  private static double imported(
      CalibrationSamples samples, float[] labels, Graph graph, Program program, String value) {
    Interpreter interpreter = new Interpreter(program);
    return share(
        samples,
        labels,
        interpreter::reset,
        sample -> {
          interpreter.run(GoldenVectors.quantized(sample, graph, program));
          long[] integers = interpreter.read(program.buffer(value));
          float[] result = new float[integers.length];
          for (int i = 0; i < result.length; i++) {
            result[i] = integers[i];
          }
          return result;
        });
  }

  private static float[] of(Map<String, float[]> values, String name) {
    return values.getOrDefault(name, new float[0]);
  }

  /** The share of labels that the last run of each sample gives. */
  private static double share(
      CalibrationSamples samples,
      float[] labels,
      Runnable reset,
      Function<List<float[]>, float[]> scores) {
    int right = 0;
    float[] last = new float[0];
    for (int i = 0; i < labels.length * samples.runs(); i++) {
      if (samples.begins(i)) {
        reset.run();
      }
      last = scores.apply(samples.samples().get(i));
      boolean ends = samples.begins(i + 1);
      right += ends && decision(last) == (int) labels[i / samples.runs()] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  /** The first of the largest scores; a decision is given as it is. */
  private static int decision(float[] scores) {
    if (scores.length == 1) {
      return (int) scores[0];
    }
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static String inReals(double real, double limit) {
    String text = String.format(Locale.ROOT, "\n    in reals it is %.4f", real);
    boolean hopeless = real < limit;
    return text
        + (hopeless
            ? ": the network itself misses the budget. Train it further, or lower it."
            : "");
  }

  /** Holds it to each budget. */
  void check(ResolvedModel model, Ways ways, Diagnostics diagnostics) {
    for (AnnotationValues budget : model.declaration().budgets()) {
      double limit = budget.number("accuracy").orElse(0.0);
      if (integer < limit) {
        diagnostics.report(
            budget.placeOf("accuracy"),
            BudgetMessage.TM2106_BELOW_BUDGET,
            model.declaration().name().simpleName(),
            budget.text("device").orElse("each device"),
            "accuracy",
            limit,
            String.format(Locale.ROOT, "%.4f", limit - integer),
            String.format(Locale.ROOT, "%.4f on %,d samples", integer, samples),
            real.map(r -> inReals(r, limit)).orElse("")
                + ways.of(model.declaration().devices().get(0), "accuracy", false));
      }
    }
  }
}
