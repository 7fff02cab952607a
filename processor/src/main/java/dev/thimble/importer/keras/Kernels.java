package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Value;
import dev.thimble.importer.Array;

/** Keras's arrays in the layouts of the graph. */
final class Kernels {
  private Kernels() {}

  /** A bias with one number a channel. */
  static Value bias(LayerCall call, int index, int channels) throws Problem {
    return call.channels("bias", call.array(index, "bias", channels).floats());
  }

  /** The last axis, outputs, brought to the front: [taps, out] to [out, taps]. */
  static float[] outputsFirst(Array array, int outputs) {
    float[] in = array.floats();
    int taps = in.length / outputs;
    float[] out = new float[in.length];
    for (int tap = 0; tap < taps; tap++) {
      for (int channel = 0; channel < outputs; channel++) {
        out[channel * taps + tap] = in[tap * outputs + channel];
      }
    }
    return out;
  }

  /** [taps, out, in] to [out, taps, in], the layout of convolutions turned round. */
  static float[] middleFirst(Array array, int taps, int outputs, int inputs) {
    float[] from = array.floats();
    float[] to = new float[from.length];
    for (int tap = 0; tap < taps; tap++) {
      for (int out = 0; out < outputs; out++) {
        System.arraycopy(
            from, (tap * outputs + out) * inputs, to, (out * taps + tap) * inputs, inputs);
      }
    }
    return to;
  }
}
