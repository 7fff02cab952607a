package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Value;
import java.util.List;

/** {@code LayerNormalization} over the last axis, taken apart into its arithmetic. */
final class LayerNormalizationLayer implements LayerReader {
  private static final double EPSILON = 1e-3;

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    int rank = x.shape().rank();
    Config config = call.config();
    if (config.has("axis") && !call.axes("axis", rank).equals(List.of(rank - 1))) {
      throw call.unsupported("an axis other than the last", "Normalise the last axis.");
    }
    if (config.flag("rms_scaling", false)) {
      throw call.unsupported("rms_scaling", "Train without.");
    }
    int channels = x.shape().extent(-1);
    Reduce mean = new Reduce(Reduce.Kind.MEAN, List.of(rank - 1), true);
    Value centred = call.binary(Binary.Kind.SUB, x, call.node(mean, x));
    Value variance = call.node(mean, call.unary(Unary.Kind.SQUARE, centred));
    Value safe = call.binary(Binary.Kind.ADD, variance, config.number("epsilon", EPSILON));
    Value result = call.binary(Binary.Kind.MUL, centred, call.unary(Unary.Kind.RSQRT, safe));
    int next = 0;
    if (config.flag("scale", true)) {
      float[] gamma = call.array(next++, "gamma", channels).floats();
      result = call.binary(Binary.Kind.MUL, result, call.channels("gamma", gamma));
    }
    if (config.flag("center", true)) {
      float[] beta = call.array(next, "beta", channels).floats();
      result = call.binary(Binary.Kind.ADD, result, call.channels("beta", beta));
    }
    return result;
  }
}
