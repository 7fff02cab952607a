package dev.thimble.importer.data;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a FlatBuffers file and an allowance for reading them.
 *
 * <p>In FlatBuffers many fields may point to the same table, so a small file can describe a huge
 * one. Each read is charged by its size; an honest file reads each of its bytes about once.
 */
public final class FlatFile {
  /** Reads of that many times the file's size are allowed. */
  private static final int READS = 6;

  /** So that tiny files are not refused for their many small tables and their state. */
  private static final int FREE_BYTES = 1 << 20;

  private final String name;
  private final ByteBuffer bytes;
  private long allowance;

  /** A file that is not copied and must not be changed. */
  public FlatFile(String name, byte[] content) {
    this.name = name;
    this.bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    this.allowance = (long) READS * content.length + FREE_BYTES;
  }

  /** The name for messages. */
  public String name() {
    return name;
  }

  /** All bytes, little-endian. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** How many bytes there are. */
  public int size() {
    return bytes.capacity();
  }

  /** Checks that so many bytes are there. */
  public void need(long position, long length, String what) throws Problem {
    if (position < 0 || length < 0 || length > size() - position) {
      throw broken(position, what + " lies outside of the file");
    }
  }

  /** Charges for so many bytes that are about to be read or made. */
  public void charge(long cost, String what) throws Problem {
    allowance -= cost;
    if (allowance < 0) {
      throw new Problem(ImportMessage.TM3002_MODEL_TOO_DEMANDING, name, size(), what);
    }
  }

  /** The file contradicts itself. */
  public Problem broken(long position, String what) {
    return new Problem(ImportMessage.TM3001_BROKEN_MODEL, name, what, position, size());
  }

  /** The signed 32 bits at that position. */
  public int int32(long position, String what) throws Problem {
    need(position, Integer.BYTES, what);
    return bytes.getInt((int) position);
  }

  /** The unsigned 16 bits at that position. */
  public int uint16(long position, String what) throws Problem {
    need(position, Short.BYTES, what);
    return Short.toUnsignedInt(bytes.getShort((int) position));
  }

  /** The position that an offset field at that position points to. */
  public int follow(int position, String what) throws Problem {
    long target = position + Integer.toUnsignedLong(int32(position, what));
    need(target, Integer.BYTES, what);
    return (int) target;
  }
}
