package dev.thimble.fit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was learnt before from the same input, by its hash: it is not learnt again. The numbers lie
 * in a file among the model's outputs, from where the next compilation reads them. A file that is
 * damaged is as good as none.
 */
public final class FitCache {
  /** The file's name. */
  public static final String FILE_NAME = "learnt.bin";

  /** Changes with the ways of learning. */
  private static final String VERSION = "thimble fit 1";

  private static final int HASH = 32;

  private final Map<String, double[][]> earlier;
  private final Map<String, double[][]> used = new LinkedHashMap<>();

  private FitCache(Map<String, double[][]> earlier) {
    this.earlier = earlier;
  }

  /** A cache that knows nothing yet. */
  public static FitCache empty() {
    return new FitCache(new LinkedHashMap<>());
  }

  /** What an earlier compilation left. */
  public static FitCache of(byte[] file) {
    try {
      return new FitCache(read(file));
    } catch (IOException damaged) {
      return empty();
    }
  }

  private static Map<String, double[][]> read(byte[] file) throws IOException {
    Map<String, double[][]> entries = new LinkedHashMap<>();
    int size = file.length - HASH;
    if (size < 0
        || !MessageDigest.isEqual(
            hash(Arrays.copyOf(file, size)), Arrays.copyOfRange(file, size, file.length))) {
      throw new IOException("damaged");
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, 0, size));
    while (in.available() > 0) {
      String key = in.readUTF();
      int rows = in.readInt();
      // Each row has a length of four bytes: no more of them than there are bytes.
      if (rows < 0 || rows > in.available() / 4) {
        throw new IOException("damaged");
      }
      double[][] numbers = new double[rows][];
      for (int i = 0; i < numbers.length; i++) {
        int count = in.readInt();
        if (count < 0 || count > in.available() / 8) {
          throw new IOException("damaged");
        }
        numbers[i] = new double[count];
        for (int k = 0; k < numbers[i].length; k++) {
          numbers[i][k] = in.readDouble();
        }
      }
      entries.put(key, numbers);
    }
    return entries;
  }

  /** The file, of all that was asked for; no bytes if nothing was. */
  public byte[] toBytes() {
    if (used.isEmpty()) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Map.Entry<String, double[][]> entry : used.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().length);
        for (double[] row : entry.getValue()) {
          out.writeInt(row.length);
          for (double number : row) {
            out.writeDouble(number);
          }
        }
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    bytes.writeBytes(hash(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  /**
   * Rows that are learnt from points.
   *
   * @param what the method and its parameters
   * @param targets labels or values of the points; none where they do not count
   */
  public double[][] rows(
      String what, double[][] points, double[] targets, Supplier<double[][]> learn) {
    String key = key(what, points, targets);
    double[][] rows = used.get(key);
    if (rows == null) {
      double[][] known = earlier.get(key);
      rows = known == null ? learn.get() : known;
      used.put(key, rows);
    }
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  private static String key(String what, double[][] points, double[] targets) {
    MessageDigest digest = digest();
    digest.update((VERSION + "\n" + what + "\n").getBytes(StandardCharsets.UTF_8));
    for (double[] point : points) {
      digest.update(bytes(point));
    }
    digest.update(bytes(targets));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** How many numbers, and the numbers. */
  private static byte[] bytes(double[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 8 * numbers.length).putInt(numbers.length);
    Arrays.stream(numbers).forEach(bytes::putDouble);
    return bytes.array();
  }

  private static byte[] hash(byte[] bytes) {
    return digest().digest(bytes);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
