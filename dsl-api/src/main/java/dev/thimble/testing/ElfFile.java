package dev.thimble.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sections and symbols of a little-endian ELF file, 32 or 64 bits. */
final class ElfFile {
  private static final int TYPE_SYMBOLS = 2;
  private static final int TYPE_NO_BITS = 8;

  /** A section; {@code offset}, {@code link} and {@code entrySize} are the file's. */
  record Section(
      String name, int type, long flags, long offset, long size, int link, long entrySize) {
    boolean allocated() {
      return (flags & 2) != 0;
    }

    boolean writable() {
      return (flags & 1) != 0;
    }

    boolean inFile() {
      return type != TYPE_NO_BITS;
    }
  }

  /** A symbol; a Thumb function's address is odd. */
  record Symbol(String name, long address, long size) {}

  private final ByteBuffer data;
  private final boolean wide;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();

  private ElfFile(ByteBuffer data) {
    this.data = data;
    this.wide = data.get(4) == 2;
    readSections();
    sections.stream().filter(s -> s.type() == TYPE_SYMBOLS).forEach(this::readSymbols);
  }

  static ElfFile read(Path file) {
    try {
      ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      if (data.remaining() < 52 || data.getInt(0) != 0x464c457f || data.get(5) != 1) {
        throw new TargetException(file.getFileName() + " is not a little-endian ELF file");
      }
      return new ElfFile(data);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new TargetException(file.getFileName() + " is a damaged ELF file: " + e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Section> sections() {
    return sections;
  }

  List<Symbol> symbols() {
    return symbols;
  }

  Optional<Symbol> find(String name) {
    return symbols.stream().filter(symbol -> symbol.name().equals(name)).findFirst();
  }

  Symbol require(String name) {
    return find(name).orElseThrow(() -> new TargetException("The program has no symbol " + name));
  }

  private void readSections() {
    int table = Math.toIntExact(word(wide ? 0x28 : 0x20));
    int entry = data.getShort(wide ? 0x3a : 0x2e);
    int count = data.getShort(wide ? 0x3c : 0x30) & 0xffff;
    int names = table + entry * (data.getShort(wide ? 0x3e : 0x32) & 0xffff);
    int nameTable = Math.toIntExact(word(names + (wide ? 0x18 : 0x10)));
    for (int i = 0; i < count; i++) {
      sections.add(section(table + i * entry, nameTable));
    }
  }

  private Section section(int at, int nameTable) {
    String name = string(nameTable + data.getInt(at));
    int type = data.getInt(at + 4);
    return wide
        ? new Section(
            name,
            type,
            word(at + 8),
            word(at + 0x18),
            word(at + 0x20),
            data.getInt(at + 0x28),
            word(at + 0x38))
        : new Section(
            name,
            type,
            word(at + 8),
            word(at + 0x10),
            word(at + 0x14),
            data.getInt(at + 0x18),
            word(at + 0x24));
  }

  private void readSymbols(Section table) {
    int names = Math.toIntExact(sections.get(table.link()).offset());
    int entry = Math.toIntExact(table.entrySize());
    for (long done = 0; entry > 0 && done < table.size(); done += entry) {
      int at = Math.toIntExact(table.offset() + done);
      String name = string(names + data.getInt(at));
      symbols.add(
          wide
              ? new Symbol(name, word(at + 8), word(at + 16))
              : new Symbol(name, word(at + 4), word(at + 8)));
    }
  }

  private long word(int at) {
    return wide ? data.getLong(at) : data.getInt(at) & 0xffff_ffffL;
  }

  private String string(int at) {
    int end = at;
    while (data.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - at];
    data.get(at, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
