package dev.thimble.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Inputs and what every kernel must make of them, computed while the model was compiled.
 *
 * @param vectors one for each input
 */
public record Golden(List<Vector> vectors) {
  /** The name of the file that holds it. */
  public static final String FILE_NAME = "golden.bin";

  /**
   * One input and its results.
   *
   * @param input all input steps, one after the other
   * @param results what each kernel leaves, in their order
   */
  public record Vector(byte[] input, List<byte[]> results) {
    /** Copies the list. */
    public Vector {
      results = List.copyOf(results);
    }
  }

  /** Copies the list. */
  public Golden {
    vectors = List.copyOf(vectors);
  }

  /** The inputs alone. */
  public List<byte[]> inputs() {
    return vectors.stream().map(Vector::input).toList();
  }

  /** The content of the file. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(vectors.size());
      for (Vector vector : vectors) {
        write(out, vector.input());
        out.writeInt(vector.results().size());
        for (byte[] result : vector.results()) {
          write(out, result);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #toBytes} wrote. */
  public static Golden fromBytes(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      List<Vector> vectors = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        byte[] input = in.readNBytes(in.readInt());
        List<byte[]> results = new ArrayList<>();
        int kernels = in.readInt();
        for (int kernel = 0; kernel < kernels; kernel++) {
          results.add(in.readNBytes(in.readInt()));
        }
        vectors.add(new Vector(input, results));
      }
      return new Golden(vectors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
