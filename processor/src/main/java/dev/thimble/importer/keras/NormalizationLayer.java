package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;

/**
 * {@code Normalization}: {@code (x - mean) / sqrt(variance)}, with numbers that were adapted to
 * data or given. Keras takes a deviation of 1e-7 where there is less.
 */
final class NormalizationLayer implements LayerReader {
  private static final double LEAST_DEVIATION = 1e-7;

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    Config config = call.config();
    boolean given = config.has("mean") && config.has("variance");
    float[] mean = given ? floats(config.numbers("mean")) : array(call, 0, "mean");
    float[] variance = given ? floats(config.numbers("variance")) : array(call, 1, "variance");
    int channels = x.shape().extent(-1);
    if (mean.length != variance.length || (mean.length != 1 && mean.length != channels)) {
      throw call.unsupported(
          mean.length + " means for " + x.shape(), "Normalise the last axis, or all alike.");
    }
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    boolean invert = config.flag("invert", false);
    for (int c = 0; c < mean.length; c++) {
      double deviation = Math.max(Math.sqrt(variance[c]), LEAST_DEVIATION);
      scale[c] = (float) (invert ? deviation : 1 / deviation);
      shift[c] = (float) (invert ? mean[c] : -mean[c] / deviation);
    }
    return call.affine(x, scale, shift);
  }

  private static float[] array(LayerCall call, int index, String what) throws Problem {
    if (index >= call.arrays()) {
      throw call.broken("its " + what + " is missing: adapt() was never called");
    }
    return call.array(index).floats();
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
