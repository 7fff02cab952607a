package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.Arrays;

/** {@code Rescaling}: {@code x * scale + offset}, each one number or one for each channel. */
final class RescalingLayer implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    Config config = call.config();
    double[] scale = config.numbers("scale");
    double[] offset = config.has("offset") ? config.numbers("offset") : new double[1];
    int channels = Math.max(scale.length, offset.length);
    return call.affine(x, spread(call, scale, channels), spread(call, offset, channels));
  }

  private static float[] spread(LayerCall call, double[] numbers, int channels) throws Problem {
    if (numbers.length != 1 && numbers.length != channels) {
      throw call.broken("it has " + numbers.length + " numbers for " + channels + " channels");
    }
    float[] spread = new float[channels];
    Arrays.fill(spread, (float) numbers[0]);
    for (int c = 0; c < numbers.length; c++) {
      spread[c] = (float) numbers[c];
    }
    return spread;
  }
}
