package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.Arrays;
import java.util.List;

/** {@code BatchNormalization} by the moving mean and variance: a factor and a shift a channel. */
final class BatchNormalizationLayer implements LayerReader {
  private static final double EPSILON = 1e-3;

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    int rank = x.shape().rank();
    Config config = call.config();
    if (config.has("axis") && !call.axes("axis", rank).equals(List.of(rank - 1))) {
      throw call.unsupported("an axis other than the last", "Train with channels last.");
    }
    int channels = x.shape().extent(-1);
    int next = 0;
    float[] gamma = new float[channels];
    Arrays.fill(gamma, 1);
    float[] beta = new float[channels];
    if (config.flag("scale", true)) {
      gamma = call.array(next++, "gamma", channels).floats();
    }
    if (config.flag("center", true)) {
      beta = call.array(next++, "beta", channels).floats();
    }
    float[] mean = call.array(next++, "moving mean", channels).floats();
    float[] variance = call.array(next, "moving variance", channels).floats();
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    double epsilon = config.number("epsilon", EPSILON);
    for (int c = 0; c < channels; c++) {
      double factor = gamma[c] / Math.sqrt(variance[c] + epsilon);
      scale[c] = (float) factor;
      shift[c] = (float) (beta[c] - mean[c] * factor);
    }
    return call.affine(x, scale, shift);
  }
}
