package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Labelled samples of bytes, as {@code numpy.savez} wrote them: {@code x}, whose first axis counts
 * samples, and {@code y}, one label each, both of type uint8.
 */
public final class LabelledBytes {
  private static final byte[] MAGIC = "\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int PREAMBLE = MAGIC.length + 2;
  private static final Pattern BYTES = Pattern.compile("'descr': '\\|u1'.*'fortran_order': False");

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
    Map<String, byte[]> arrays = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("x.npy") || entry.getName().equals("y.npy")) {
          arrays.put(entry.getName(), withoutHeader(entry.getName(), zip.readAllBytes()));
        }
      }
    }
    byte[] x = arrays.get("x.npy");
    byte[] y = arrays.get("y.npy");
    if (x == null || y == null || y.length == 0 || x.length % y.length != 0) {
      throw new IOException("expected samples in x and a label for each in y");
    }
    return new LabelledBytes(x, y);
  }

  /** Behind the header of a .npy file of version 1, whose length stands in its bytes 8 and 9. */
  private static byte[] withoutHeader(String name, byte[] npy) throws IOException {
    boolean known = npy.length >= PREAMBLE && Arrays.mismatch(MAGIC, npy) == MAGIC.length;
    int header = known ? PREAMBLE + (npy[8] & 0xFF) + 256 * (npy[9] & 0xFF) : 0;
    if (!known || header > npy.length) {
      throw new IOException(name + " is no array of NumPy, version 1");
    }
    Matcher type =
        BYTES.matcher(new String(npy, PREAMBLE, header - PREAMBLE, StandardCharsets.ISO_8859_1));
    if (!type.find()) {
      throw new IOException(name + " is not of type uint8 in C's order");
    }
    return Arrays.copyOfRange(npy, header, npy.length);
  }

  /** How many samples there are. */
  public int count() {
    return labels.length;
  }

  /** The label of a sample, 0 to 255. */
  public int label(int index) {
    return labels[index] & 0xFF;
  }

  /** A sample as reals, 0 to 255. */
  public float[] sample(int index) {
    float[] reals = new float[samples.length / labels.length];
    for (int i = 0; i < reals.length; i++) {
      reals[i] = samples[index * reals.length + i] & 0xFF;
    }
    return reals;
  }

  /** How many samples a classifier gives their label. */
  public int right(ToIntFunction<float[]> classifier) {
    int right = 0;
    for (int i = 0; i < count(); i++) {
      right += classifier.applyAsInt(sample(i)) == label(i) ? 1 : 0;
    }
    return right;
  }
}
