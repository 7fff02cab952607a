package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.List;
import java.util.Map;

/** Models of a few bytes, one for each thing that a reader may stumble over. */
final class TinyModels {
  private TinyModels() {}

  /** A fully connected layer of int8 with a ReLU and a softmax behind it. */
  static byte[] dense() {
    return dense(new ModelWriter());
  }

  /** A ReLU of signed bytes between QUANTIZE from and to unsigned ones. */
  static byte[] unsigned() {
    ModelWriter writer = new ModelWriter();
    int[] shape = {1, 2};
    int x = writer.tensor(TensorType.UINT8, shape, Scale.of(0.5, 100));
    int signed = writer.tensor(TensorType.INT8, shape, Scale.of(0.5, -28));
    int relu = writer.tensor(TensorType.INT8, shape, Scale.of(1, -128));
    int y = writer.tensor(TensorType.UINT8, shape, Scale.of(1, 0));
    return writer
        .operator(114, new int[] {x}, signed)
        .operator(19, new int[] {signed}, relu)
        .operator(114, new int[] {relu}, y)
        .subgraph(new int[] {x}, y)
        .write();
  }

  /** The same with labels in its metadata and in a zip archive behind it. */
  static byte[] labelled() {
    return MetadataWriter.labelled(
        dense(new ModelWriter().metadata("TFLITE_METADATA", MetadataWriter.table("labels.txt"))),
        "labels.txt",
        "no one\nperson\n");
  }

  /** The same with its input's normalisation in its metadata. */
  static byte[] normalised(float mean, float deviation) {
    float[] means = {mean};
    float[] deviations = {deviation};
    return dense(
        new ModelWriter()
            .metadata("TFLITE_METADATA", MetadataWriter.normalizing(means, deviations)));
  }

  private static byte[] dense(ModelWriter writer) {
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4}, Scale.of(0.5, 3));
    int w =
        writer.tensor(
            TensorType.INT8,
            new int[] {2, 4},
            new Scale(new float[] {0.25f, 0.125f}, new long[] {0, 0}, 0),
            new byte[] {1, -2, 3, -4, 5, 6, -7, 8});
    int b = writer.integers(new int[] {2}, 10, -20);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 2}, Scale.of(0.25, -128));
    int s = writer.tensor(TensorType.INT8, new int[] {1, 2}, Scale.of(1.0 / 256, -128));
    return writer
        .operator(9, 8, o -> o.addByte(0, (byte) 1, 0), new int[] {x, w, b}, y)
        .operator(25, 9, o -> o.addFloat(0, 1, 0), new int[] {y}, s)
        .subgraph(new int[] {x}, s)
        .write();
  }

  /** Convolution, depthwise convolution, pooling, a folded shape and a reshape. */
  static byte[] convolution() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.1, 0);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 4, 4, 1}, scale);
    int w = writer.tensor(TensorType.INT8, new int[] {2, 3, 3, 1}, scale, new byte[18]);
    int b = writer.integers(new int[] {2}, 1, 2);
    int c = writer.tensor(TensorType.INT8, new int[] {1, 4, 4, 2}, scale);
    int dw = writer.tensor(TensorType.INT8, new int[] {1, 3, 3, 2}, scale, new byte[18]);
    int d = writer.tensor(TensorType.INT8, new int[] {1, 2, 2, 2}, scale);
    int p = writer.tensor(TensorType.INT8, new int[] {1, 1, 1, 2}, scale);
    int shape = writer.tensor(TensorType.INT32, new int[] {4}, ModelWriter.none());
    int zero = writer.integers(new int[] {1}, 0);
    int one = writer.integers(new int[] {1}, 1);
    int first = writer.tensor(TensorType.INT32, new int[] {}, ModelWriter.none());
    int two = writer.integers(new int[] {}, 2);
    int packed = writer.tensor(TensorType.INT32, new int[] {2}, ModelWriter.none());
    int flat = writer.tensor(TensorType.INT8, new int[] {1, 2}, scale);
    return writer
        .operator(3, 1, o -> strides(o, 0, 1, 1), new int[] {x, w, b}, c)
        .operator(4, 2, o -> strides(o, 0, 2, 2), new int[] {c, dw}, d)
        .operator(17, 5, TinyModels::pool, new int[] {d}, p)
        .operator(77, new int[] {p}, shape)
        .operator(45, 32, o -> o.addInt(4, 1, 0), new int[] {shape, zero, one, one}, first)
        .operator(83, 59, o -> o.addInt(0, 2, 0), new int[] {first, two}, packed)
        .operator(22, new int[] {p, packed}, flat)
        .subgraph(new int[] {x}, flat)
        .write();
  }

  private static void strides(
      com.google.flatbuffers.FlatBufferBuilder options, int padding, int width, int height) {
    options.addByte(0, (byte) padding, -1);
    options.addInt(1, width, 0);
    options.addInt(2, height, 0);
  }

  private static void pool(com.google.flatbuffers.FlatBufferBuilder options) {
    strides(options, 1, 2, 2);
    options.addInt(3, 2, 0);
    options.addInt(4, 2, 0);
  }

  /** A ring of three frames: a variable that is read, joined to the input, cut and kept. */
  static byte[] streaming() {
    ModelWriter writer = new ModelWriter();
    Scale scale = Scale.of(0.1, -7);
    int x = writer.tensor(TensorType.INT8, new int[] {1, 1, 2}, scale);
    int handle = writer.tensor(TensorType.RESOURCE, new int[] {}, ModelWriter.none());
    int old = writer.tensor(TensorType.INT8, new int[] {1, 2, 2}, scale);
    int all = writer.tensor(TensorType.INT8, new int[] {1, 3, 2}, scale);
    int axes = writer.integers(new int[] {1}, 1);
    int begin = writer.integers(new int[] {3}, 0, 1, 0);
    int end = writer.integers(new int[] {3}, 1, 3, 2);
    int step = writer.integers(new int[] {3}, 1, 1, 1);
    int next = writer.tensor(TensorType.INT8, new int[] {1, 2, 2}, scale);
    int y = writer.tensor(TensorType.INT8, new int[] {1, 2}, Scale.of(0.1, 0));
    return writer
        .operator(142, 111, o -> {}, new int[] {}, handle)
        .operator(143, new int[] {handle}, old)
        .operator(2, 10, o -> o.addInt(0, 1, 0), new int[] {old, x}, all)
        .operator(45, new int[] {all, begin, end, step}, next)
        .operator(144, new int[] {handle, next})
        .operator(40, 27, o -> {}, new int[] {all, axes}, y)
        .subgraph(new int[] {x}, y)
        .write();
  }

  /** Reals: a hybrid layer and a leaky ReLU. */
  static byte[] reals() {
    return reals(new ModelWriter());
  }

  /** The same with its input's normalisation in its metadata. */
  static byte[] normalisedReals(float mean, float deviation) {
    float[] means = {mean};
    float[] deviations = {deviation};
    return reals(
        new ModelWriter()
            .metadata("TFLITE_METADATA", MetadataWriter.normalizing(means, deviations)));
  }

  private static byte[] reals(ModelWriter writer) {
    int x = writer.tensor(TensorType.FLOAT32, new int[] {1, 2}, ModelWriter.none());
    int w = writer.tensor(TensorType.INT8, new int[] {1, 2}, Scale.of(0.5, 0), new byte[] {3, -4});
    int b = writer.reals(new int[] {1}, 0.75f);
    int y = writer.tensor(TensorType.FLOAT32, new int[] {1, 1}, ModelWriter.none());
    int z = writer.tensor(TensorType.FLOAT32, new int[] {1, 1}, ModelWriter.none());
    return writer
        .operator(9, new int[] {x, w, b}, y)
        .operator(98, 75, o -> o.addFloat(0, 0.1f, 0), new int[] {y}, z)
        .subgraph(new int[] {x}, z)
        .write();
  }

  /** Everything above by name. */
  static Map<String, byte[]> all() {
    return Map.of(
        "dense", dense(),
        "unsigned", unsigned(),
        "labelled", labelled(),
        "normalised", normalised(127.5f, 127.5f),
        "convolution", convolution(),
        "streaming", streaming(),
        "reals", reals(),
        "normalised_reals", normalisedReals(127.5f, 127.5f));
  }

  /** The names of the nodes' operators, for a glance at a graph. */
  static List<String> operators(ImportedModel model) {
    return model.graph().nodes().stream()
        .map(n -> n.operator().getClass().getSimpleName())
        .toList();
  }
}
