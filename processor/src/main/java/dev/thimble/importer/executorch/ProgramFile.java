package dev.thimble.importer.executorch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.FlatFile;
import dev.thimble.importer.data.FlatTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A program's file: the FlatBuffer, and behind it the segments of constants. Field numbers are
 * those of ExecuTorch's {@code program.fbs}.
 */
final class ProgramFile {
  private static final String IDENTIFIER = "ET12";
  private static final String HEADER = "eh00";
  private static final int HEADER_AT = 8;
  private static final int HEADER_BYTES = 24;
  private static final int SEGMENTS = 4;
  private static final int CONSTANT_SEGMENT = 5;
  private static final int NAMED_DATA = 7;

  private final ModelFile file;
  private final FlatFile flat;
  private final FlatTable program;
  private final long segments;

  ProgramFile(ModelFile file) throws Problem {
    this.file = file;
    if (!identified(file.head())) {
      throw broken("it does not begin as ExecuTorch's programs of version 12 do");
    }
    ByteBuffer bytes = ByteBuffer.wrap(file.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long size = file.bytes().length;
    long base = size;
    if (text(file.head(), HEADER_AT, HEADER) && size >= HEADER_AT + HEADER_BYTES) {
      size = bytes.getLong(HEADER_AT + 8);
      long stated = bytes.getLong(HEADER_AT + 16);
      base = stated == 0 ? base : stated;
    }
    if (size < HEADER_AT
        || size > file.bytes().length
        || base < size
        || base > file.bytes().length) {
      throw broken("its header points outside of it: it is cut short");
    }
    segments = base;
    flat = new FlatFile(file.name(), Arrays.copyOf(file.bytes(), (int) size));
    program = FlatTable.root(flat);
  }

  static boolean identified(byte[] head) {
    return text(head, Integer.BYTES, IDENTIFIER);
  }

  private static boolean text(byte[] bytes, int at, String wanted) {
    return bytes.length >= at + wanted.length()
        && new String(bytes, at, wanted.length(), StandardCharsets.ISO_8859_1).equals(wanted);
  }

  String name() {
    return file.name();
  }

  FlatFile flat() {
    return flat;
  }

  List<FlatTable> plans() throws Problem {
    return program.tables(1);
  }

  /** The bytes of a constant tensor: at least as many as wanted must be there. */
  ByteBuffer constant(int index, long bytes) throws Problem {
    Optional<FlatTable> segment = program.table(CONSTANT_SEGMENT);
    if (segment.isPresent()) {
      long[] offsets = segment.get().longs(1);
      if (offsets.length > 0) {
        if (index < 0 || index >= offsets.length) {
          throw broken("there is no constant " + index);
        }
        ByteBuffer whole = segment(segment.get().int32(0, 0));
        return slice(whole, offsets[index], bytes, "constant " + index);
      }
    }
    List<FlatTable> buffers = program.tables(2);
    if (index < 0 || index >= buffers.size()) {
      throw broken("there is no constant " + index);
    }
    return slice(buffers.get(index).vector(0, 1), 0, bytes, "constant " + index);
  }

  /** What a backend was given, by its reference. */
  ByteBuffer delegated(FlatTable reference) throws Problem {
    int index = reference.int32(1, 0);
    if (reference.uint8(0, 0) == 1) {
      return segment(index);
    }
    List<FlatTable> inline = program.tables(3);
    if (index < 0 || index >= inline.size()) {
      throw broken("there is no delegate's data " + index);
    }
    return inline.get(index).vector(0, 1);
  }

  /** A segment that is found by name; empty if there is none. */
  Optional<ByteBuffer> named(String key) throws Problem {
    for (FlatTable entry : program.tables(NAMED_DATA)) {
      if (entry.string(0).equals(key)) {
        return Optional.of(segment(entry.int32(1, 0)));
      }
    }
    return Optional.empty();
  }

  private ByteBuffer segment(int index) throws Problem {
    List<FlatTable> tables = program.tables(SEGMENTS);
    if (index < 0 || index >= tables.size()) {
      throw broken("there is no segment " + index);
    }
    ByteBuffer behind =
        ByteBuffer.wrap(file.bytes(), (int) segments, file.bytes().length - (int) segments).slice();
    FlatTable segment = tables.get(index);
    return slice(behind, segment.int64(0, 0), segment.int64(1, 0), "segment " + index);
  }

  /** A part of a buffer, little-endian. */
  ByteBuffer slice(ByteBuffer whole, long offset, long bytes, String what) throws Problem {
    if (offset < 0 || bytes < 0 || offset > whole.capacity() || bytes > whole.capacity() - offset) {
      throw broken(what + " leaves the file");
    }
    return whole
        .duplicate()
        .position((int) offset)
        .limit((int) (offset + bytes))
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  Problem broken(String fault) {
    return new Problem(TorchMessage.TM3501_BROKEN_TORCH, file.name(), fault);
  }
}
