package dev.thimble.importer.data;

import com.google.flatbuffers.Table;
import dev.thimble.diagnostic.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of a FlatBuffers file whose fields are read by number, each one checked before it is
 * used: the library itself trusts its input.
 */
public final class FlatTable extends Table {
  private static final int VTABLE_HEADER = 4;
  private static final int TABLE_COST = 64;

  private final FlatFile file;

  private FlatTable(FlatFile file, int position) {
    this.file = file;
    __reset(position, file.bytes());
  }

  /** The table that the file starts with. */
  public static FlatTable root(FlatFile file) throws Problem {
    return at(file, file.follow(0, "the root table"));
  }

  private static FlatTable at(FlatFile file, int position) throws Problem {
    file.charge(TABLE_COST, "too many tables");
    long vtable = (long) position - file.int32(position, "a table");
    int vtableSize = file.uint16(vtable, "a table's description");
    int size = file.uint16(vtable + Short.BYTES, "a table's description");
    file.need(vtable, vtableSize, "a table's description");
    file.need(position, size, "a table");
    // The library reads the size as a signed number.
    if (vtableSize < VTABLE_HEADER || vtableSize > Short.MAX_VALUE || size < Integer.BYTES) {
      throw file.broken(position, "a table's description is broken");
    }
    return new FlatTable(file, position);
  }

  /** Where the table lies, to recognise one that is shared. */
  public int position() {
    return bb_pos;
  }

  /** The file that the table is in. */
  public FlatFile file() {
    return file;
  }

  /** The field's position; 0 if it is absent. */
  private int field(int number, int width) throws Problem {
    int offset = __offset(VTABLE_HEADER + number * Short.BYTES);
    if (offset != 0 && offset < Integer.BYTES) {
      throw file.broken(bb_pos, "field " + number + " lies outside of its table");
    }
    // Some writers share descriptions between tables of unlike sizes: the size is no limit.
    file.need(bb_pos + (long) offset, width, "field " + number);
    return offset == 0 ? 0 : bb_pos + offset;
  }

  /** A field of one unsigned byte. */
  public int uint8(int number, int fallback) throws Problem {
    int at = field(number, Byte.BYTES);
    return at == 0 ? fallback : Byte.toUnsignedInt(bb.get(at));
  }

  /** A field of one byte that is not 0. */
  public boolean bool(int number, boolean fallback) throws Problem {
    return uint8(number, fallback ? 1 : 0) != 0;
  }

  /** A field of 32 bits. */
  public int int32(int number, int fallback) throws Problem {
    int at = field(number, Integer.BYTES);
    return at == 0 ? fallback : bb.getInt(at);
  }

  /** A field of 64 bits. */
  public long int64(int number, long fallback) throws Problem {
    int at = field(number, Long.BYTES);
    return at == 0 ? fallback : bb.getLong(at);
  }

  /** A field of a single. */
  public float float32(int number, float fallback) throws Problem {
    int at = field(number, Float.BYTES);
    return at == 0 ? fallback : bb.getFloat(at);
  }

  /** A field of a double. */
  public double float64(int number, double fallback) throws Problem {
    int at = field(number, Double.BYTES);
    return at == 0 ? fallback : bb.getDouble(at);
  }

  /** The table that a field points to. */
  public Optional<FlatTable> table(int number) throws Problem {
    int at = field(number, Integer.BYTES);
    return at == 0 ? Optional.empty() : Optional.of(at(file, file.follow(at, "a table")));
  }

  /** The vector's elements as bytes of the file, not copied; empty if the field is absent. */
  public ByteBuffer vector(int number, int elementSize) throws Problem {
    int at = field(number, Integer.BYTES);
    if (at == 0) {
      return ByteBuffer.allocate(0);
    }
    int start = file.follow(at, "a vector");
    long length = Integer.toUnsignedLong(bb.getInt(start)) * elementSize;
    file.need(start + Integer.BYTES, length, "a vector of " + length + " bytes");
    return bb.duplicate()
        .position(start + Integer.BYTES)
        .limit((int) (start + Integer.BYTES + length))
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer charged(int number, int elementSize) throws Problem {
    ByteBuffer vector = vector(number, elementSize);
    file.charge(vector.capacity(), "too long vectors");
    return vector;
  }

  /** A vector of 32 bits each. */
  public int[] ints(int number) throws Problem {
    ByteBuffer vector = charged(number, Integer.BYTES);
    int[] values = new int[vector.capacity() / Integer.BYTES];
    vector.asIntBuffer().get(values);
    return values;
  }

  /** A vector of 64 bits each. */
  public long[] longs(int number) throws Problem {
    ByteBuffer vector = charged(number, Long.BYTES);
    long[] values = new long[vector.capacity() / Long.BYTES];
    vector.asLongBuffer().get(values);
    return values;
  }

  /** A vector of singles. */
  public float[] floats(int number) throws Problem {
    ByteBuffer vector = charged(number, Float.BYTES);
    float[] values = new float[vector.capacity() / Float.BYTES];
    vector.asFloatBuffer().get(values);
    return values;
  }

  /** A vector of doubles. */
  public double[] doubles(int number) throws Problem {
    ByteBuffer vector = charged(number, Double.BYTES);
    double[] values = new double[vector.capacity() / Double.BYTES];
    vector.asDoubleBuffer().get(values);
    return values;
  }

  /** A text; empty if the field is absent. */
  public String string(int number) throws Problem {
    ByteBuffer vector = charged(number, Byte.BYTES);
    return StandardCharsets.UTF_8.decode(vector).toString();
  }

  /** A vector of tables. */
  public List<FlatTable> tables(int number) throws Problem {
    ByteBuffer offsets = charged(number, Integer.BYTES);
    int start = field(number, Integer.BYTES);
    List<FlatTable> tables = new ArrayList<>();
    if (start == 0) {
      return tables;
    }
    int first = file.follow(start, "a vector") + Integer.BYTES;
    for (int i = 0; i < offsets.capacity() / Integer.BYTES; i++) {
      tables.add(at(file, file.follow(first + i * Integer.BYTES, "a table")));
    }
    return tables;
  }

  /** How many tables the vector holds, without reading them. */
  public int count(int number) throws Problem {
    return vector(number, Integer.BYTES).capacity() / Integer.BYTES;
  }
}
