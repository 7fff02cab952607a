package dev.thimble.importer.tflite;

/** A small network for the tests of other packages. */
public final class TinyNetwork {
  private TinyNetwork() {}

  /** Four int8 in (scale 0.5, zero point 3), a dense layer, a softmax over two. */
  public static byte[] bytes() {
    return TinyModels.dense();
  }

  /** The same with the labels "no one" and "person" in its metadata. */
  public static byte[] labelled() {
    return TinyModels.labelled();
  }

  /** Two reals in, a layer with weights of eight bits, a leaky ReLU. */
  public static byte[] reals() {
    return TinyModels.reals();
  }

  /** Four int32 in, which have no scale, cast to int16. */
  public static byte[] plain() {
    int[] shape = {1, 4};
    ModelWriter writer = new ModelWriter();
    int x = writer.tensor(TensorType.INT32, shape, ModelWriter.none());
    int y = writer.tensor(TensorType.INT16, shape, ModelWriter.Scale.of(0.05, 0));
    return writer.operator(53, new int[] {x}, y).subgraph(new int[] {x}, y).write();
  }

  /** Two unsigned bytes in (scale 0.5, zero point 100), a ReLU, two unsigned bytes out. */
  public static byte[] unsigned() {
    return TinyModels.unsigned();
  }
}
