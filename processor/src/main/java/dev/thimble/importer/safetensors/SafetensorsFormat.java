package dev.thimble.importer.safetensors;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import dev.thimble.importer.data.NamedArrays;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads {@code .safetensors}: eight bytes with the header's length, a header in JSON, the data.
 *
 * <p>The format is that of <a
 * href="https://github.com/huggingface/safetensors#format">safetensors</a>: little-endian, the data
 * without holes and without overlaps.
 */
@AutoService(TensorFormat.class)
public final class SafetensorsFormat implements TensorFormat {
  private static final int LENGTH_BYTES = 8;

  /** For {@code ServiceLoader}. */
  public SafetensorsFormat() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".safetensors");
  }

  @Override
  public String format() {
    return ".safetensors";
  }

  @Override
  public TensorFile read(ModelFile file) throws Problem {
    ByteBuffer bytes = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < LENGTH_BYTES) {
      throw broken(file, "it has only " + bytes.remaining() + " bytes");
    }
    long length = bytes.getLong();
    if (length < 2 || length > bytes.remaining()) {
      throw broken(
          file,
          "a header of "
              + Long.toUnsignedString(length)
              + " bytes, in a file of "
              + bytes.capacity());
    }
    List<HeaderEntry> entries =
        new Header(file.name(), bytes.slice(LENGTH_BYTES, (int) length)).entries();
    int start = LENGTH_BYTES + (int) length;
    ByteBuffer data = bytes.slice(start, bytes.capacity() - start).order(ByteOrder.LITTLE_ENDIAN);
    checkCoverage(file, entries, data.capacity());
    Map<String, Array> arrays = new LinkedHashMap<>();
    for (HeaderEntry entry : entries) {
      arrays.put(entry.name(), array(entry, data));
    }
    return new NamedArrays(arrays);
  }

  private static Array array(HeaderEntry entry, ByteBuffer data) {
    int length = (int) (entry.end() - entry.begin());
    ByteBuffer own = data.slice((int) entry.begin(), length).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> extents = entry.shape().stream().map(Long::intValue).toList();
    return new Array(entry.name(), entry.type().element(), extents, entry.type().decode(own));
  }

  /**
   * Every byte of the data belongs to exactly one tensor: the format asks for it, and it bounds
   * what is read.
   */
  private static void checkCoverage(ModelFile file, List<HeaderEntry> entries, int size)
      throws Problem {
    long covered = 0;
    Comparator<HeaderEntry> byPlace =
        Comparator.comparingLong(HeaderEntry::begin).thenComparing(HeaderEntry::end);
    for (HeaderEntry entry : entries.stream().sorted(byPlace).toList()) {
      if (entry.begin() != covered) {
        String fault =
            entry.begin() < covered ? "overlaps another tensor" : "leaves a gap before it";
        throw broken(file, "tensor " + entry.name() + " " + fault);
      }
      covered = entry.end();
    }
    if (covered != size) {
      throw broken(file, "its tensors take " + covered + " bytes, there are " + size);
    }
  }

  private static Problem broken(ModelFile file, String fault) {
    return new Problem(FileMessage.TM1150_BROKEN_SAFETENSORS, file.name(), fault);
  }
}
