package dev.thimble.fit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was learnt before from the same input, by its hash: a compiler that stays in memory does not
 * learn it again. The latest ones are kept.
 */
public final class FitCache {
  private static final int MOST = 32;

  private static final Map<String, double[][]> KNOWN =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, double[][]> eldest) {
          return size() > MOST;
        }
      };

  private FitCache() {}

  /**
   * Rows that are learnt from points.
   *
   * @param what the method and its parameters, labels included
   */
  public static double[][] rows(String what, double[][] points, Supplier<double[][]> learn) {
    String key = what + " " + hash(points);
    synchronized (KNOWN) {
      double[][] known = KNOWN.get(key);
      if (known != null) {
        return copy(known);
      }
    }
    double[][] learnt = learn.get();
    synchronized (KNOWN) {
      KNOWN.put(key, copy(learnt));
    }
    return learnt;
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  private static String hash(double[][] points) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (double[] point : points) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * point.length);
        Arrays.stream(point).forEach(bytes::putDouble);
        digest.update(bytes.array());
      }
      return points.length + " " + HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
