package dev.thimble.importer.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Networks of signed bytes with unsigned ones at the border, as converters write them when they are
 * asked for inputs and outputs of uint8: see TinyOperators.
 */
final class TinyUnsigned {
  private final Random random = new Random(8);

  private TinyUnsigned() {}

  /** All models by name. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> models = new TreeMap<>();
    models.put("unsigned", TinyModels.unsigned());
    models.put("unsigned_picture", new TinyUnsigned().picture());
    models.put("unsigned_wide", wide());
    return models;
  }

  /** Pixels through convolutions and a dense layer to scores. */
  private byte[] picture() {
    ModelWriter w = new ModelWriter();
    int[] size = {1, 8, 8, 1};
    int pixels = w.tensor(TensorType.UINT8, size, Scale.of(1 / 255f, 0));
    int x = w.tensor(TensorType.INT8, size, Scale.of(1 / 255f, -128));
    int cw = weights(w, new int[] {4, 3, 3, 1}, 0, 4);
    int cb = w.integers(new int[] {4}, 300, -250, 90, 1200);
    int c = w.tensor(TensorType.INT8, new int[] {1, 4, 4, 4}, Scale.of(0.02, -128));
    int dw = weights(w, new int[] {1, 3, 3, 4}, 3, 4);
    int db = w.integers(new int[] {4}, -40, 250, 17, 0);
    int d = w.tensor(TensorType.INT8, new int[] {1, 4, 4, 4}, Scale.of(0.03, -128));
    int axes = w.integers(new int[] {2}, 1, 2);
    int m = w.tensor(TensorType.INT8, new int[] {1, 4}, Scale.of(0.012, -128));
    int fw = weights(w, new int[] {3, 4}, 0, 1);
    int fb = w.integers(new int[] {3}, 5, -300, 70);
    int f = w.tensor(TensorType.INT8, new int[] {1, 3}, Scale.of(0.02, 9));
    int s = w.tensor(TensorType.INT8, new int[] {1, 3}, Scale.of(1 / 256f, -128));
    int y = w.tensor(TensorType.UINT8, new int[] {1, 3}, Scale.of(1 / 256f, 0));
    return w.operator(114, new int[] {pixels}, x)
        .operator(3, 1, o -> convolution(o, 2, 3), new int[] {x, cw, cb}, c)
        .operator(4, 2, TinyUnsigned::depthwise, new int[] {c, dw, db}, d)
        .operator(40, 27, o -> {}, new int[] {d, axes}, m)
        .operator(9, 8, o -> {}, new int[] {m, fw, fb}, f)
        .operator(25, 9, o -> o.addFloat(0, 1, 0), new int[] {f}, s)
        .operator(114, new int[] {s}, y)
        .subgraph(new int[] {pixels}, y)
        .write();
  }

  /** Unsigned bytes whose zero points and scales all differ from the signed ones'. */
  private static byte[] wide() {
    ModelWriter w = new ModelWriter();
    int[] size = {1, 256};
    int x = w.tensor(TensorType.UINT8, size, Scale.of(0.02, 131));
    int signed = w.tensor(TensorType.INT8, size, Scale.of(0.03, -5));
    int tanh = w.tensor(TensorType.INT8, size, Scale.of(1 / 128f, 0));
    int y = w.tensor(TensorType.UINT8, size, Scale.of(0.011, 120));
    return w.operator(114, new int[] {x}, signed)
        .operator(28, new int[] {signed}, tanh)
        .operator(114, new int[] {tanh}, y)
        .subgraph(new int[] {x}, y)
        .write();
  }

  private int weights(ModelWriter w, int[] shape, int axis, int channels) {
    float[] scales = new float[channels];
    int count = 1;
    for (int i = 0; i < channels; i++) {
      scales[i] = 0.008f + 0.003f * i;
    }
    for (int extent : shape) {
      count *= extent;
    }
    byte[] data = new byte[count];
    random.nextBytes(data);
    return w.tensor(TensorType.INT8, shape, new Scale(scales, new long[channels], axis), data);
  }

  /** Padding SAME. */
  private static void convolution(FlatBufferBuilder options, int stride, int activation) {
    options.addByte(0, (byte) 0, -1);
    options.addInt(1, stride, 0);
    options.addInt(2, stride, 0);
    options.addByte(3, (byte) activation, 0);
  }

  private static void depthwise(FlatBufferBuilder options) {
    options.addByte(0, (byte) 0, -1);
    options.addInt(1, 1, 0);
    options.addInt(2, 1, 0);
    options.addInt(3, 1, 0);
    options.addByte(4, (byte) 1, 0);
  }
}
