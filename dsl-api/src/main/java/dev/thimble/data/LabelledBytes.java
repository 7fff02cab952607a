package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Labelled samples of bytes, as {@code numpy.savez} wrote them: {@code x}, whose first axis counts
 * samples, and {@code y}, one label each, both of type uint8.
 */
public final class LabelledBytes implements LabelledSamples {
  private final byte[] samples;
  private final byte[] labels;

  private LabelledBytes(byte[] samples, byte[] labels) {
    this.samples = samples;
    this.labels = labels;
  }

  /**
   * Reads an {@code .npz} file.
   *
   * @throws IOException if it has no {@code x} and {@code y} of bytes, or not as many labels as
   *     samples
   */
  public static LabelledBytes npz(InputStream file) throws IOException {
    Map<String, NpyArray> arrays = NpyArray.all(file);
    byte[] x = bytes(arrays, "x");
    byte[] y = bytes(arrays, "y");
    if (y.length == 0 || x.length % y.length != 0) {
      throw new IOException("expected samples in x and a label for each in y");
    }
    return new LabelledBytes(x, y);
  }

  private static byte[] bytes(Map<String, NpyArray> arrays, String name) throws IOException {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new IOException("expected samples in x and a label for each in y");
    }
    if (!array.type().equals("u1")) {
      throw new IOException(name + ".npy is not of type uint8 in C's order");
    }
    return array.bytes();
  }

  @Override
  public int count() {
    return labels.length;
  }

  /** The label of a sample, 0 to 255. */
  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }

  /** A sample as reals, 0 to 255. */
  @Override
  public float[] sample(int index) {
    float[] reals = new float[samples.length / labels.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = samples[index * reals.length + i] & 0xFF;
    }
    return reals;
  }
}
