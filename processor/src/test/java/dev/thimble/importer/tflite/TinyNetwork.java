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
}
