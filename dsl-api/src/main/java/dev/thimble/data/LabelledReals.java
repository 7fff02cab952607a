package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Labelled samples as {@code numpy.savez} wrote them: an array whose first axis counts samples, and
 * {@code y}, one label each; the form of {@code TinyModel.evaluation()}.
 */
public final class LabelledReals implements LabelledSamples {
  private final float[] samples;
  private final float[] labels;

  private LabelledReals(float[] samples, float[] labels) {
    this.samples = samples;
    this.labels = labels;
  }

  /**
   * Reads an {@code .npz} file.
   *
   * @param name of the array of samples: that of the input step, or {@code x}
   * @throws IOException if it has no such array and {@code y}, or not as many labels as samples
   */
  public static LabelledReals npz(InputStream file, String name) throws IOException {
    Map<String, NpyArray> arrays = NpyArray.all(file);
    NpyArray x = arrays.get(name);
    NpyArray y = arrays.get("y");
    if (x == null || y == null) {
      throw new IOException("expected samples in " + name + " and a label for each in y");
    }
    float[] samples = x.reals(name);
    float[] labels = y.reals("y");
    if (labels.length == 0 || samples.length % labels.length != 0) {
      throw new IOException("expected samples in " + name + " and a label for each in y");
    }
    return new LabelledReals(samples, labels);
  }

  /**
   * Reads an {@code .npz} file that lies beside a class; in a named module its package is open.
   *
   * @param file its name
   * @param name of the array of samples
   * @throws IllegalStateException if it is not there
   * @throws UncheckedIOException if it is not what {@link #npz} reads
   */
  public static LabelledReals beside(Class<?> type, String file, String name) {
    return Beside.read(type, file, stream -> npz(stream, name));
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public int label(int index) {
    return (int) labels[index];
  }

  @Override
  public float[] sample(int index) {
    int size = samples.length / labels.length;
    return Arrays.copyOfRange(samples, index * size, (index + 1) * size);
  }
}
