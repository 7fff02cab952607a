package dev.thimble.importer.npz;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.importer.Array;
import dev.thimble.importer.data.Extents;
import dev.thimble.importer.data.RawType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One {@code .npy} file: magic, version, a header that is a Python dictionary, the data (NumPy's
 * {@code numpy/lib/format.py}).
 */
final class NpyArray {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final Map<String, RawType> TYPES =
      Map.ofEntries(
          Map.entry("f2", RawType.F16),
          Map.entry("f4", RawType.F32),
          Map.entry("f8", RawType.F64),
          Map.entry("i1", RawType.I8),
          Map.entry("i2", RawType.I16),
          Map.entry("i4", RawType.I32),
          Map.entry("i8", RawType.I64),
          Map.entry("u1", RawType.U8),
          Map.entry("u2", RawType.U16),
          Map.entry("u4", RawType.U32),
          Map.entry("b1", RawType.BOOL));

  private final String fileName;
  private final String name;
  private final ByteBuffer bytes;

  NpyArray(String fileName, String name, byte[] bytes) {
    this.fileName = fileName;
    this.name = name;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static boolean looksLike(byte[] bytes) {
    return bytes.length > MAGIC.length
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  Array read() throws Problem {
    Start start = start();
    return array(start.header, start.data);
  }

  /** Whether the elements are characters. */
  boolean isText() throws Problem {
    return start().header.type().matches("[<>|=]?[US][0-9]+");
  }

  /** A header, and where the data begin. */
  private record Start(NpyHeader header, int data) {}

  private Start start() throws Problem {
    if (!looksLike(bytes.array()) || bytes.capacity() < 12) {
      throw broken("it does not start like a .npy file");
    }
    int version = bytes.get(MAGIC.length);
    int lengthBytes = version == 1 ? 2 : 4;
    int start = MAGIC.length + 2 + lengthBytes;
    long length =
        version == 1
            ? Short.toUnsignedInt(bytes.getShort(8))
            : Integer.toUnsignedLong(bytes.getInt(8));
    if (version < 1 || version > 3 || length > Math.min(MAX_HEADER, bytes.capacity() - start)) {
      throw broken("its header is of version " + version + " and " + length + " bytes");
    }
    String text = new String(bytes.array(), start, (int) length, StandardCharsets.UTF_8);
    NpyHeader header =
        new NpyHeaderParser(text).parse().orElseThrow(() -> broken("its header cannot be read"));
    return new Start(header, start + (int) length);
  }

  private Array array(NpyHeader header, int start) throws Problem {
    RawType type = type(header);
    OptionalLong elements = Extents.elements(header.shape());
    if (elements.isEmpty()) {
      throw new Problem(
          FileMessage.TM1153_ARRAY_TOO_LARGE, fileName, name, header.shape(), Extents.MAX_ELEMENTS);
    }
    long size = elements.getAsLong() * type.bytes();
    if (size != bytes.capacity() - start) {
      throw broken("it needs " + size + " bytes of data and has " + (bytes.capacity() - start));
    }
    ByteOrder order =
        header.type().startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Constant data = type.decode(bytes.slice(start, (int) size).order(order));
    List<Integer> extents = header.shape().stream().map(Long::intValue).toList();
    return new Array(
        name,
        type.element(),
        extents,
        header.fortran() ? ColumnMajor.rowMajor(data, extents) : data);
  }

  private RawType type(NpyHeader header) throws Problem {
    String text = header.type();
    boolean ordered = !text.isEmpty() && "<>|=".indexOf(text.charAt(0)) >= 0;
    return Optional.ofNullable(TYPES.get(ordered ? text.substring(1) : ""))
        .orElseThrow(() -> new Problem(FileMessage.TM1152_ELEMENT_TYPE, fileName, name, text));
  }

  private Problem broken(String fault) {
    return new Problem(FileMessage.TM1151_BROKEN_NPZ, fileName, "array " + name + ": " + fault);
  }
}
