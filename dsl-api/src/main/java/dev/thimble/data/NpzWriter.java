package dev.thimble.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes named arrays as NumPy's {@code .npz}: features as the chip will compute them, for training
 * and for {@code @TinyModel(calibration, evaluation)}. The same arrays give the same bytes.
 *
 * <pre>{@code
 * new NpzWriter()
 *     .floats("window", features, clips, 30, 16)
 *     .integers("y", labels, clips)
 *     .write(Path.of("train.npz"));
 * }</pre>
 */
public final class NpzWriter {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX_BYTES = 10;

  /** The oldest time that a zip file can state. */
  private static final long NO_TIME = 315_532_800_000L;

  private final Map<String, byte[]> arrays = new LinkedHashMap<>();

  /** A file without arrays. */
  public NpzWriter() {}

  /**
   * Adds an array of 32-bit floats, the last axis innermost.
   *
   * @throws IllegalArgumentException if the number of values is not the product of the extents
   */
  public NpzWriter floats(String name, float[] values, int... extents) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return add(name, "<f4", data.array(), values.length, extents);
  }

  /**
   * Adds an array of 32-bit integers, the last axis innermost.
   *
   * @throws IllegalArgumentException if the number of values is not the product of the extents
   */
  public NpzWriter integers(String name, int[] values, int... extents) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asIntBuffer().put(values);
    return add(name, "<i4", data.array(), values.length, extents);
  }

  private NpzWriter add(String name, String type, byte[] data, int count, int... extents) {
    if (Arrays.stream(extents).reduce(1, (a, b) -> a * b) != count) {
      throw new IllegalArgumentException(
          name + ": " + count + " values for " + Arrays.toString(extents));
    }
    StringBuilder shape = new StringBuilder();
    for (int extent : extents) {
      shape.append(extent).append(", ");
    }
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int length = header.length() + 1;
    int padding = (ALIGNMENT - (PREFIX_BYTES + length) % ALIGNMENT) % ALIGNMENT;
    byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer all =
        ByteBuffer.allocate(PREFIX_BYTES + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    all.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    all.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text).put(data);
    arrays.put(name, all.array());
    return this;
  }

  /** Writes the file, over one that is there. */
  public void write(Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTime(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(array.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
