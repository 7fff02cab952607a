package dev.thimble.importer.data;

import dev.thimble.diagnostic.Problem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The files in a zip archive of bytes, found by its central directory (PKWARE's APPNOTE, 4.3).
 *
 * <p>Read here rather than by {@code java.util.zip}, which needs a file on disk or trusts local
 * headers: entries may neither overlap nor bear one name twice, and what they inflate to is limited
 * before anything is inflated.
 */
public final class ZipEntries {
  /**
   * One file of the archive.
   *
   * @param begin first byte of its local header
   * @param end the byte after its data
   */
  public record Entry(
      String name, int method, long crc, int data, int compressed, int size, int begin, int end) {}

  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int CENTRAL_SIGNATURE = 0x02014b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int LOCAL_BYTES = 30;
  private static final int ZIP64_LOCATOR_SIGNATURE = 0x07064b50;
  private static final int ZIP64_LOCATOR_BYTES = 20;
  private static final int ZIP64_RECORD_SIGNATURE = 0x06064b50;
  private static final int ZIP64_RECORD_BYTES = 56;
  private static final int MAX_COMMENT = 0xFFFF;

  /**
   * All entries together may inflate to this, or to {@link #MAX_RATIO} times the archive if that is
   * more ...
   */
  private static final long FREE_BYTES = 16L << 20;

  private static final long MAX_RATIO = 200;

  /** ... and never to more than this. */
  private static final long MAX_BYTES = 256L << 20;

  private final Function<String, Problem> broken;
  private final ByteBuffer zip;

  /**
   * An archive, perhaps behind other data.
   *
   * @param file the whole file; not copied
   * @param broken makes the problem of what is wrong with the archive
   */
  public ZipEntries(byte[] file, Function<String, Problem> broken) {
    this.broken = broken;
    zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** All entries in the directory's order, checked against each other. */
  public List<Entry> entries() throws Problem {
    int end = endRecord();
    int count = Short.toUnsignedInt(zip.getShort(end + 10));
    long base = base(end);
    int at = checkedPlace(base + unsigned(end + 16), 0, end, "its directory");
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      checkedPlace(at, CENTRAL_BYTES, end, "its directory");
      if (zip.getInt(at) != CENTRAL_SIGNATURE) {
        throw broken("its directory is damaged");
      }
      int nameLength = Short.toUnsignedInt(zip.getShort(at + 28));
      int extra =
          Short.toUnsignedInt(zip.getShort(at + 30)) + Short.toUnsignedInt(zip.getShort(at + 32));
      checkedPlace(at, CENTRAL_BYTES + nameLength + extra, end, "its directory");
      entries.add(entry(at, nameLength, end, base));
      at += CENTRAL_BYTES + nameLength + extra;
    }
    checkTogether(entries);
    return entries;
  }

  /**
   * What is to be added to offsets: some writers count from the archive's start, not the file's.
   */
  private long base(int end) throws Problem {
    long base = directoryEnd(end) - unsigned(end + 12) - unsigned(end + 16);
    if (base < 0) {
      throw broken("its directory leaves the file");
    }
    return base;
  }

  /**
   * Where the directory ends: at the end record, or before the records of zip64, which some writers
   * (torch) add to small archives too. What they say is said by the end record as well.
   */
  private int directoryEnd(int end) {
    int record = end - ZIP64_LOCATOR_BYTES - ZIP64_RECORD_BYTES;
    boolean zip64 =
        record >= 0
            && zip.getInt(end - ZIP64_LOCATOR_BYTES) == ZIP64_LOCATOR_SIGNATURE
            && zip.getInt(record) == ZIP64_RECORD_SIGNATURE;
    return zip64 ? record : end;
  }

  private long unsigned(int at) {
    return Integer.toUnsignedLong(zip.getInt(at));
  }

  private int endRecord() throws Problem {
    int last = zip.capacity() - END_BYTES;
    for (int at = last; at >= 0 && at >= last - MAX_COMMENT; at--) {
      // The comment must reach exactly to the end: no other signature in it can be taken for the
      // record.
      if (zip.getInt(at) == END_SIGNATURE
          && Short.toUnsignedInt(zip.getShort(at + 20)) == last - at) {
        return at;
      }
    }
    throw broken("it has no zip directory: it is cut short, or no archive");
  }

  private Entry entry(int at, int nameLength, int end, long base) throws Problem {
    String name = text(at + CENTRAL_BYTES, nameLength);
    int flags = zip.getShort(at + 8);
    int method = zip.getShort(at + 10);
    if ((flags & 1) != 0 || (method != STORED && method != DEFLATED)) {
      throw broken("entry " + name + " is encrypted or packed by method " + method);
    }
    long compressed = Integer.toUnsignedLong(zip.getInt(at + 20));
    long size = Integer.toUnsignedLong(zip.getInt(at + 24));
    int local = checkedPlace(base + unsigned(at + 42), LOCAL_BYTES, end, "entry " + name);
    if (zip.getInt(local) != LOCAL_SIGNATURE) {
      throw broken("entry " + name + " has no header");
    }
    int names =
        Short.toUnsignedInt(zip.getShort(local + 26))
            + Short.toUnsignedInt(zip.getShort(local + 28));
    int data = checkedPlace(local + LOCAL_BYTES + (long) names, compressed, end, "entry " + name);
    if (size > MAX_BYTES || (method == STORED && size != compressed)) {
      throw broken(
          "entry " + name + " is said to have " + size + " bytes, " + compressed + " packed");
    }
    long crc = Integer.toUnsignedLong(zip.getInt(at + 16));
    return new Entry(
        name, method, crc, data, (int) compressed, (int) size, local, data + (int) compressed);
  }

  private void checkTogether(List<Entry> entries) throws Problem {
    Set<String> names = new HashSet<>();
    long total = 0;
    int free = 0;
    for (Entry entry : entries.stream().sorted(Comparator.comparingInt(Entry::begin)).toList()) {
      if (!names.add(entry.name())) {
        throw broken("two entries are named " + entry.name());
      }
      if (entry.begin() < free) {
        throw broken("entry " + entry.name() + " overlaps another");
      }
      free = entry.end();
      total += entry.size();
    }
    if (total > Math.min(MAX_BYTES, Math.max(FREE_BYTES, MAX_RATIO * zip.capacity()))) {
      throw broken("it unpacks to " + total + " bytes, too many for a file of " + zip.capacity());
    }
  }

  /** An entry's contents; memory grows with what is really there. */
  public byte[] bytes(Entry entry) throws Problem {
    byte[] packed =
        Arrays.copyOfRange(zip.array(), entry.data(), entry.data() + entry.compressed());
    byte[] contents = entry.method() == STORED ? packed : inflated(entry, packed);
    CRC32 crc = new CRC32();
    crc.update(contents);
    if (contents.length != entry.size() || crc.getValue() != entry.crc()) {
      throw broken("entry " + entry.name() + " is damaged: its checksum is wrong");
    }
    return contents;
  }

  private byte[] inflated(Entry entry, byte[] packed) throws Problem {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(packed);
      byte[] out = new byte[Math.min(entry.size(), 1 << 16)];
      int length = 0;
      while (length < entry.size()) {
        if (length == out.length) {
          out = Arrays.copyOf(out, (int) Math.min(entry.size(), 2L * length));
        }
        int more = inflater.inflate(out, length, out.length - length);
        if (more == 0) {
          break;
        }
        length += more;
      }
      return Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw broken("entry " + entry.name() + " is damaged");
    } finally {
      inflater.end();
    }
  }

  private int checkedPlace(long begin, long length, int end, String what) throws Problem {
    if (begin < 0 || length < 0 || begin + length > end) {
      throw broken(what + " leaves the file");
    }
    return (int) begin;
  }

  /** A name; bytes that are no plain letters are shown as such and match nothing. */
  private String text(int at, int length) {
    return new String(zip.array(), at, length, StandardCharsets.UTF_8);
  }

  private Problem broken(String fault) {
    return broken.apply(fault);
  }
}
