package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Long short-term memories of one layer: see TinyOperators. */
final class TinyMemories {
  private static final int STEPS = 3;
  private static final int INPUTS = 5;
  private static final int UNITS = 4;
  private static final double CELL = 1.0 / 2048;

  private final Map<String, byte[]> models = new TreeMap<>();
  private final Random random = new Random(44);
  private boolean wideBiases = true;

  private TinyMemories() {}

  /** All models by name. */
  static Map<String, byte[]> all() {
    TinyMemories tiny = new TinyMemories();
    Scale bytes = Scale.of(1.0 / 128, -4);
    Scale words = Scale.of(1.0 / 32768, 0);
    tiny.lstm("lstm", TensorType.INT8, Scale.of(0.03, 5), bytes, CELL, 0, false);
    tiny.lstm("lstm_clip", TensorType.INT8, Scale.of(0.03, -90), bytes, CELL, 0.4f, true);
    tiny.lstm("lstm_int16", TensorType.INT16, Scale.of(0.0001, 0), words, CELL, 0, false);
    tiny.lstm("lstm_int16_clip", TensorType.INT16, Scale.of(0.0002, 0), words, CELL, 1.5f, true);
    tiny.lstm("lstm_int16_fine", TensorType.INT16, Scale.of(2e-5, 0), words, CELL / 16, 0, false);
    tiny.lstm("lstm_int16_coarse", TensorType.INT16, Scale.of(4e-4, 0), words, CELL * 4, 0, true);
    return tiny.models;
  }

  /** Words with biases of 32 bits, which the reference would read as 64. */
  static byte[] narrowBiases() {
    TinyMemories tiny = new TinyMemories();
    tiny.wideBiases = false;
    tiny.lstm(
        "lstm", TensorType.INT16, Scale.of(0.0001, 0), Scale.of(1.0 / 32768, 0), CELL, 0, false);
    return tiny.models.get("lstm");
  }

  private void lstm(
      String name, TensorType type, Scale in, Scale out, double cell, float clip, boolean major) {
    ModelWriter w = new ModelWriter();
    int[] sequence = major ? new int[] {STEPS, 1, INPUTS} : new int[] {1, STEPS, INPUTS};
    int[] answers = major ? new int[] {STEPS, 1, UNITS} : new int[] {1, STEPS, UNITS};
    int[] inputs = new int[24];
    Arrays.fill(inputs, -1);
    inputs[0] = w.tensor(type, sequence, in);
    for (int gate = 0; gate < 4; gate++) {
      inputs[1 + gate] = weights(w, INPUTS, 0.01 + 0.003 * gate);
      inputs[5 + gate] = weights(w, UNITS, 0.008 - 0.001 * gate);
      inputs[12 + gate] = bias(w, type, in.scales()[0] * (float) (0.01 + 0.003 * gate));
    }
    inputs[18] = w.variable(type, new int[] {1, UNITS}, out);
    inputs[19] = w.variable(TensorType.INT16, new int[] {1, UNITS}, Scale.of(cell, 0));
    int y = w.tensor(type, answers, out);
    models.put(
        name,
        w.operator(
                44,
                71,
                o -> {
                  o.addByte(0, (byte) 4, 0);
                  o.addFloat(1, clip, 0);
                  o.addBoolean(3, major, false);
                },
                inputs,
                y)
            .subgraph(new int[] {inputs[0]}, y)
            .write());
  }

  private int weights(ModelWriter w, int columns, double scale) {
    byte[] data = new byte[UNITS * columns];
    random.nextBytes(data);
    return w.tensor(TensorType.INT8, new int[] {UNITS, columns}, Scale.of(scale, 0), data);
  }

  /** Biases up to 1 and a half: 32 bits beside bytes, 64 beside words. */
  private int bias(ModelWriter w, TensorType type, float scale) {
    boolean wide = type == TensorType.INT16 && wideBiases;
    ByteBuffer data =
        ByteBuffer.allocate(UNITS * (wide ? Long.BYTES : Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int unit = 0; unit < UNITS; unit++) {
      int value = (int) ((random.nextFloat() * 3 - 1.5f) / scale);
      if (wide) {
        data.putLong(value);
      } else {
        data.putInt(value);
      }
    }
    return w.tensor(
        wide ? TensorType.INT64 : TensorType.INT32,
        new int[] {UNITS},
        Scale.of(scale, 0),
        data.array());
  }
}
