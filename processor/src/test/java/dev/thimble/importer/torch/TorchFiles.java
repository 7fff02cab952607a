package dev.thimble.importer.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes archives as {@code torch.save} lays them out, opcode by opcode. */
final class TorchFiles {
  private TorchFiles() {}

  /** A dictionary of two tensors: {@code fc.weight} 2x3, stored column by column, and its bias. */
  static byte[] stateDict() throws IOException {
    return archive(
        pickle(
            "}("
                + text("fc.weight")
                + tensor("0", 6, 0, "K\u0002K\u0003\u0086", "K\u0001K\u0002\u0086")
                + text("fc.bias")
                + tensor("1", 3, 1, "K\u0002\u0085", "K\u0001\u0085")
                + "u"),
        Map.of("data/0", floats(1, 4, 2, 5, 3, 6), "data/1", floats(9, 7, 8)));
  }

  /** Protocol 2 around a body of opcodes. */
  static byte[] pickle(String body) {
    return ("\u0080\u0002" + body + ".").getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(String value) {
    return "X" + (char) value.length() + "\0\0\0" + value;
  }

  static String global(String module, String name) {
    return "c" + module + "\n" + name + "\n";
  }

  static String tensor(String key, int held, int offset, String extents, String strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        + "(("
        + text("storage")
        + global("torch", "FloatStorage")
        + text(key)
        + text("cpu")
        + "K"
        + (char) held
        + "tQK"
        + (char) offset
        + extents
        + strides
        + "\u0089"
        + global("collections", "OrderedDict")
        + ")RtR";
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  static byte[] archive(byte[] pickle, Map<String, byte[]> others) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("data.pkl", pickle);
    others.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> files.put(e.getKey(), e.getValue()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry("model/" + file.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.getValue().length);
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    }
    return out.toByteArray();
  }
}
