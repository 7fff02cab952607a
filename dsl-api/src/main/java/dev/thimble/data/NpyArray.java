package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * An array as NumPy wrote it: version 1, little-endian, in C's order.
 *
 * @param type NumPy's name of its type, without the byte order: {@code u1}, {@code f4}, ...
 */
record NpyArray(String type, byte[] bytes) {
  private static final byte[] MAGIC = "\u0093NUMPY\1\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int PREAMBLE = MAGIC.length + 2;
  private static final Set<String> REALS = Set.of("u1", "i1", "i2", "i4", "i8", "f2", "f4", "f8");
  private static final Pattern HEADER =
      Pattern.compile("'descr': '[|<](\\w+)'.*'fortran_order': False");

  /** The arrays of an archive by name. */
  static Map<String, NpyArray> all(InputStream file) throws IOException {
    Map<String, NpyArray> arrays = new HashMap<>();
    try (ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".npy")) {
          String name = entry.getName().substring(0, entry.getName().length() - ".npy".length());
          arrays.put(name, of(entry.getName(), zip.readAllBytes()));
        }
      }
    }
    return arrays;
  }

  /** Behind the preamble stands a header whose length is in bytes 8 and 9. */
  private static NpyArray of(String name, byte[] npy) throws IOException {
    boolean known = npy.length >= PREAMBLE && Arrays.mismatch(MAGIC, npy) == MAGIC.length;
    int header = known ? PREAMBLE + (npy[8] & 0xFF) + 256 * (npy[9] & 0xFF) : 0;
    if (!known || header > npy.length) {
      throw new IOException(name + " is no array of NumPy, version 1");
    }
    Matcher type =
        HEADER.matcher(new String(npy, PREAMBLE, header - PREAMBLE, StandardCharsets.ISO_8859_1));
    if (!type.find()) {
      throw new IOException(name + " is not little-endian in C's order");
    }
    return new NpyArray(type.group(1), Arrays.copyOfRange(npy, header, npy.length));
  }

  /** Its elements as reals; an error names the array. */
  float[] reals(String name) throws IOException {
    if (!REALS.contains(type)) {
      throw new IOException(name + " is of type " + type);
    }
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] reals = new float[bytes.length / (type.charAt(1) - '0')];
    for (int i = 0; i < reals.length; i++) {
      reals[i] =
          switch (type) {
            case "u1" -> data.get() & 0xFF;
            case "i1" -> data.get();
            case "i2" -> data.getShort();
            case "i4" -> data.getInt();
            case "i8" -> data.getLong();
            case "f2" -> half(data.getShort());
            case "f4" -> data.getFloat();
            default -> (float) data.getDouble();
          };
    }
    return reals;
  }

  /** Its elements, if they are integers of 16 bits; an error names the array. */
  short[] shorts(String name) throws IOException {
    if (!type.equals("i2")) {
      throw new IOException(name + " is of type " + type + ", not i2");
    }
    short[] shorts = new short[bytes.length / Short.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(shorts);
    return shorts;
  }

  /** IEEE 754's half precision. */
  private static float half(short bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    float size =
        exponent == 0
            ? Math.scalb((float) fraction, -24)
            : exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : Math.scalb(1024f + fraction, exponent - 25);
    return bits < 0 ? -size : size;
  }
}
