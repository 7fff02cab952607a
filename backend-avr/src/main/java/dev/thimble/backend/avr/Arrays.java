package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Elements of arrays. For each way in which a statement goes through an array there is a pointer,
 * which the loops move along; what it is still to be moved by is added as late as possible, and
 * most often with something else.
 */
final class Arrays {
  /** The farthest byte from a pointer that an instruction reaches. */
  private static final int REACH = 63;

  private static final Interval ADDRESSES = new Interval(0, 0xffff);
  private static final Interval FAR_ADDRESSES = new Interval(0, 0xffffff);
  private static final List<Integer> Z = List.of(Registers.Z, Registers.Z + 1);

  /** Z with the byte that {@code elpm} finds in a port, before it goes there. */
  private static final List<Integer> FAR_Z = List.of(Registers.Z, Registers.Z + 1, Words.SCRATCH);

  /** A way through an array. */
  record Way(Buffer buffer, SortedMap<String, Long> terms) {}

  /** A place where the statement reads or writes. */
  record Access(Buffer buffer, Affine at) {
    Way way() {
      return new Way(buffer, at.terms());
    }
  }

  private static final class Pointer {
    final Way way;
    final Locals.Local local;
    final long base;
    long pending;

    Pointer(Way way, Locals.Local local, long base) {
      this.way = way;
      this.local = local;
      this.base = base;
    }
  }

  private final Words words;
  private final Locals locals;
  private final Map<Buffer, Locals.Local> parameters = new HashMap<>();
  private final List<Buffer> constants = new ArrayList<>();
  private final Map<Way, Pointer> pointers = new LinkedHashMap<>();
  private @Nullable Pointer inZ;
  private long zBeyond;

  Arrays(Words words, Locals locals) {
    this.words = words;
    this.locals = locals;
  }

  /** An array whose address the function is given. */
  void parameter(Buffer buffer, Locals.Local address) {
    parameters.put(buffer, address);
  }

  /** The constants that are read, in the order of the operands. */
  List<Buffer> constants() {
    return List.copyOf(constants);
  }

  /** Whether addresses of an array have 24 bits. */
  boolean isFar(Buffer buffer) {
    return words.lines.isFar(buffer);
  }

  private String symbol(Buffer constant) {
    if (!constants.contains(constant)) {
      constants.add(constant);
    }
    return "%[c" + constants.indexOf(constant) + "]";
  }

  /**
   * Makes the pointers of a statement.
   *
   * @param accesses what it reads and writes
   * @param later what later statements do
   */
  void begin(List<Access> accesses, List<Access> later) {
    Map<Way, Long> bases = new LinkedHashMap<>();
    accesses.forEach(access -> bases.merge(access.way(), access.at().base(), Math::min));
    List<Way> ways = new ArrayList<>(bases.keySet());
    for (int i = 0; i < ways.size(); i++) {
      Buffer buffer = ways.get(i).buffer();
      boolean last =
          later.stream().noneMatch(access -> access.buffer().equals(buffer))
              && ways.subList(i + 1, ways.size()).stream()
                  .noneMatch(way -> way.buffer().equals(buffer));
      long base = bases.getOrDefault(ways.get(i), 0L);
      pointers.put(ways.get(i), new Pointer(ways.get(i), start(buffer, base, last), base));
    }
    inZ = null;
  }

  private Locals.Local start(Buffer buffer, long base, boolean last) {
    if (buffer.element().bits() < 8) {
      throw new Unsupported("elements of less than a byte");
    }
    long offset = base * buffer.element().bytes();
    if (buffer.isConstant()) {
      String symbol = symbol(buffer) + (offset == 0 ? "" : "+" + offset);
      List<Integer> bytes = words.registers.lasting(isFar(buffer) ? 3 : 2);
      address(bytes, symbol);
      return locals.adopt(isFar(buffer) ? FAR_ADDRESSES : ADDRESSES, bytes);
    }
    Locals.Local parameter = parameters.get(buffer);
    if (parameter == null) {
      throw new Unsupported("an array that is no parameter");
    }
    if (last) {
      parameters.remove(buffer);
      locals.add(parameter, offset);
      return parameter;
    }
    List<Integer> pair = words.registers.lasting(2);
    locals.load(parameter, pair);
    words.add(pair, offset);
    return locals.adopt(ADDRESSES, pair);
  }

  private void address(List<Integer> bytes, String symbol) {
    for (int i = 0; i < bytes.size(); i++) {
      String part = List.of("lo8(", "hi8(", "hh8(").get(i) + symbol + ")";
      if (Words.isUpper(bytes.get(i))) {
        words.lines.one("ldi r%d, %s".formatted(bytes.get(i), part));
      } else {
        words.lines.one("ldi r26, " + part).one("mov r%d, r26".formatted(bytes.get(i)));
      }
    }
  }

  /** Points Z, of far constants with its third byte, so many bytes behind a pointer. */
  private void point(Pointer pointer, long distance) {
    if (!isFar(pointer.way.buffer())) {
      locals.load(pointer.local, Z);
      words.lines.advance(Registers.Z, (int) distance, true);
      return;
    }
    locals.load(pointer.local, FAR_Z);
    words.add(FAR_Z, distance);
    words.lines.page(Words.SCRATCH);
  }

  /** The statement is done. */
  void end() {
    pointers.values().forEach(pointer -> locals.drop(pointer.local));
    pointers.clear();
    inZ = null;
  }

  private Pointer pointer(Buffer buffer, Affine at) {
    Pointer pointer = pointers.get(new Way(buffer, at.terms()));
    if (pointer == null) {
      throw new Unsupported("no pointer to " + buffer.name());
    }
    return pointer;
  }

  /** Points Z, or the pointer itself if it is Y, near an element; says which and how far. */
  private String point(Pointer pointer, long at, int size, boolean flash) {
    int unit = pointer.way.buffer().element().bytes();
    long distance = pointer.pending + (at - pointer.base) * unit;
    boolean near = distance >= 0 && distance + size - 1 <= REACH;
    boolean direct =
        !flash && near && !pointer.local.inFrame() && pointer.local.registers.get(0) == Registers.Y;
    if (direct) {
      locals.get(pointer.local, 2);
      return "Y+" + distance;
    }
    inZ = null;
    if (distance == 0 || flash || !near) {
      point(pointer, distance);
      if (!pointer.local.inFrame()) {
        inZ = pointer;
        zBeyond = distance + size;
      }
      return "Z+";
    }
    locals.load(pointer.local, Z);
    return "Z+" + distance;
  }

  /** The lowest bytes of an element. */
  Value load(Buffer buffer, Affine at, int size) {
    List<Integer> bytes = words.registers.temporary(size);
    Pointer pointer = pointer(buffer, at);
    String place = point(pointer, at.base(), size, buffer.isConstant());
    read(bytes, place, buffer);
    return Value.owned(bytes, false);
  }

  private void read(List<Integer> bytes, String place, Buffer buffer) {
    for (int i = 0; i < bytes.size(); i++) {
      if (buffer.isConstant()) {
        next(buffer, bytes.get(i));
      } else {
        words.lines.two(instruction("ld", place) + " r" + bytes.get(i) + ", " + later(place, i));
      }
    }
  }

  /** The next byte of a constant that Z points into. */
  void next(Buffer constant, int register) {
    if (isFar(constant)) {
      words.lines.flash("r" + register);
    } else {
      words.lines.near("r" + register);
    }
  }

  private static String instruction(String start, String place) {
    return place.equals("Z+") ? start : start + "d";
  }

  private static String later(String place, int index) {
    return place.equals("Z+")
        ? place
        : place.substring(0, 2) + (Integer.parseInt(place.substring(2)) + index);
  }

  /** The address of an element in X, or of a constant in Z, the pointer staying where it is. */
  void copy(Buffer buffer, Affine at) {
    Pointer pointer = pointer(buffer, at);
    long distance = pointer.pending + (at.base() - pointer.base) * buffer.element().bytes();
    inZ = null;
    if (buffer.isConstant()) {
      point(pointer, distance);
      return;
    }
    locals.load(pointer.local, List.of(Registers.X, Registers.X + 1));
    words.lines.advance(Registers.X, (int) distance, true);
  }

  /** Stores a number, which has all bytes of the element. */
  void store(Buffer buffer, Affine at, Value value) {
    Pointer pointer = pointer(buffer, at);
    int size = buffer.element().bytes();
    String place = point(pointer, at.base(), size, false);
    for (int i = 0; i < size; i++) {
      String register = ", r" + value.get(i);
      words.lines.two(instruction("st", place) + " " + later(place, i) + register);
    }
  }

  /** The lowest bytes of the element at an index, given in bytes. */
  Value lookup(Buffer table, Value index, int size) {
    if (table.element().bits() < 8) {
      throw new Unsupported("elements of less than a byte");
    }
    inZ = null;
    List<Integer> z = isFar(table) ? FAR_Z : Z;
    if (table.isConstant()) {
      address(z, symbol(table));
    } else {
      Pointer pointer = pointer(table, Affine.of(0));
      locals.load(pointer.local, z);
      words.lines.advance(Registers.Z, (int) -pointer.base * table.element().bytes(), true);
    }
    words.into("add", z, index);
    if (isFar(table)) {
      words.lines.page(Words.SCRATCH);
    }
    List<Integer> bytes = words.registers.temporary(size);
    read(bytes, "Z+", table);
    return Value.owned(bytes, false);
  }

  /** What is beyond a jump, or behind it, knows nothing of Z. */
  void forget() {
    inZ = null;
  }

  /** Pointers that the accesses go by have the values that they should have. */
  void settle(List<Access> accesses) {
    for (Access access : accesses) {
      Pointer pointer = pointers.get(access.way());
      if (pointer != null && pointer.pending != 0) {
        long far = pointer.pending;
        pointer.pending = 0;
        if (inZ == pointer && zBeyond == far) {
          words.move(pointer.local.registers.subList(0, 2), Z);
          if (isFar(pointer.way.buffer())) {
            words.lines.keepPage(pointer.local.registers.get(2));
          }
        } else {
          locals.add(pointer.local, far);
        }
        inZ = null;
      }
    }
  }

  /** The accesses' pointers are to be moved by so many elements for each step of a variable. */
  void move(List<Access> accesses, String variable, long steps) {
    ways(accesses).forEach(pointer -> pointer.pending += factor(pointer, variable) * steps);
  }

  /** Pointers that a variable moves, with the bytes of one step. */
  Map<Locals.Local, Long> moved(List<Access> accesses, String variable) {
    Map<Locals.Local, Long> result = new LinkedHashMap<>();
    for (Pointer pointer : ways(accesses)) {
      if (factor(pointer, variable) != 0) {
        result.put(pointer.local, factor(pointer, variable));
      }
    }
    return result;
  }

  private List<Pointer> ways(List<Access> accesses) {
    return accesses.stream()
        .map(access -> pointers.get(access.way()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  private static long factor(Pointer pointer, String variable) {
    return pointer.way.terms().getOrDefault(variable, 0L) * pointer.way.buffer().element().bytes();
  }
}
