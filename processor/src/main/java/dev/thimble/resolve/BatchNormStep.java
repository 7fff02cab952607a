package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code @BatchNorm}: a product and a sum, each with one constant a channel; a pass over the graph
 * folds them into the layer before.
 */
final class BatchNormStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow x = step.input();
    if (x.shape().rank() == 0) {
      throw new ShapeException("expected channels, got a scalar");
    }
    Shape channels = Shape.of(x.shape().extent(-1));
    Statistics statistics = statistics(step, channels.size());
    String scale = step.constant("scale", channels, statistics.scale(x.trainedOrder()));
    String shift = step.constant("shift", channels, statistics.shift(x.trainedOrder()));
    Binary times = new Binary(Binary.Kind.MUL, Activation.NONE);
    Flow scaled = step.node(step.fresh("scaled"), times, List.of(x.value(), scale));
    Flow result =
        Activations.add(step, a -> new Binary(Binary.Kind.ADD, a), List.of(scaled.value(), shift));
    return x.to(result.value(), result.shape());
  }

  private static Statistics statistics(StepContext step, int channels) {
    Weights weights = step.model().weights();
    boolean torch = weights.layout() == Layout.TORCH;
    Shape shape = Shape.of(channels);
    double epsilon = step.values().number("epsilon").orElse(torch ? 1e-5 : 1e-3);
    String mean = torch ? "running_mean" : "moving_mean";
    String variance = torch ? "running_var" : "moving_variance";
    String gamma = torch ? "weight" : "gamma";
    String beta = torch ? "bias" : "beta";
    return new Statistics(
        weights.required(step, List.of(mean), l -> shape),
        weights.required(step, List.of(variance), l -> shape),
        weights.optional(step, List.of(gamma), shape).orElseGet(() -> filled(channels, 1)),
        weights.optional(step, List.of(beta), shape).orElseGet(() -> new float[channels]),
        epsilon);
  }

  private static float[] filled(int channels, float value) {
    float[] result = new float[channels];
    Arrays.fill(result, value);
    return result;
  }

  /** The arrays of the file; mean and variance are absent where an error was reported. */
  private record Statistics(
      Optional<float[]> mean,
      Optional<float[]> variance,
      float[] gamma,
      float[] beta,
      double epsilon) {
    /** gamma / sqrt(variance + epsilon), in double so that folding rounds once. */
    private double factor(float[] variances, int channel) {
      return gamma[channel] / Math.sqrt((double) variances[channel] + epsilon);
    }

    Optional<float[]> scale(Optional<List<Integer>> order) {
      return variance.map(
          v -> {
            float[] result = new float[v.length];
            for (int i = 0; i < result.length; i++) {
              result[i] = (float) factor(v, at(order, i));
            }
            return result;
          });
    }

    Optional<float[]> shift(Optional<List<Integer>> order) {
      if (mean.isEmpty() || variance.isEmpty()) {
        return Optional.empty();
      }
      float[] result = new float[beta.length];
      for (int i = 0; i < result.length; i++) {
        int from = at(order, i);
        result[i] = (float) (beta[from] - mean.get()[from] * factor(variance.get(), from));
      }
      return Optional.of(result);
    }

    private static int at(Optional<List<Integer>> order, int i) {
      return order.isPresent() ? order.get().get(i) : i;
    }
  }
}
