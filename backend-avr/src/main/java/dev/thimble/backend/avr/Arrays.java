package dev.thimble.backend.avr;

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

  /** Longer constants of kernels with far ones are far. */
  private static final int MOST_NEAR = 256;

  private static final Interval ADDRESSES = new Interval(0, 0xffff);

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

  private String symbol(Buffer constant) {
    if (words.lines.far() && constant.bytes() > MOST_NEAR) {
      throw new Unsupported("an array that lies far");
    }
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
      List<Integer> pair = words.registers.lasting(2);
      address(pair, symbol);
      return locals.adopt(ADDRESSES, pair);
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

  private void address(List<Integer> pair, String symbol) {
    for (int i = 0; i < 2; i++) {
      String half = (i == 0 ? "lo8(" : "hi8(") + symbol + ")";
      if (Words.isUpper(pair.get(i))) {
        words.lines.one("ldi r%d, %s".formatted(pair.get(i), half));
      } else {
        words.lines.one("ldi r26, " + half).one("mov r%d, r26".formatted(pair.get(i)));
      }
    }
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
    locals.load(pointer.local, List.of(Registers.Z, Registers.Z + 1));
    inZ = null;
    if (distance == 0 || flash || !near) {
      words.lines.advance(Registers.Z, (int) distance, true);
      if (!pointer.local.inFrame()) {
        inZ = pointer;
        zBeyond = distance + size;
      }
      return "Z+";
    }
    return "Z+" + distance;
  }

  /** The lowest bytes of an element. */
  Value load(Buffer buffer, Affine at, int size) {
    List<Integer> bytes = words.registers.temporary(size);
    Pointer pointer = pointer(buffer, at);
    boolean flash = buffer.isConstant();
    String place = point(pointer, at.base(), size, flash);
    read(bytes, place, flash);
    return Value.owned(bytes, false);
  }

  private void read(List<Integer> bytes, String place, boolean flash) {
    for (int i = 0; i < bytes.size(); i++) {
      if (flash) {
        words.lines.near("r" + bytes.get(i));
      } else {
        words.lines.two(instruction("ld", place) + " r" + bytes.get(i) + ", " + later(place, i));
      }
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

  /** The address of an element in a pair of registers, the pointer staying where it is. */
  void copy(Buffer buffer, Affine at, int low) {
    Pointer pointer = pointer(buffer, at);
    locals.load(pointer.local, List.of(low, low + 1));
    long distance = pointer.pending + (at.base() - pointer.base) * buffer.element().bytes();
    words.lines.advance(low, (int) distance, true);
    inZ = null;
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
    List<Integer> z = List.of(Registers.Z, Registers.Z + 1);
    if (table.isConstant()) {
      address(z, symbol(table));
    } else {
      Pointer pointer = pointer(table, Affine.of(0));
      locals.load(pointer.local, z);
      words.lines.advance(Registers.Z, (int) -pointer.base * table.element().bytes(), true);
    }
    words.into("add", z, index);
    List<Integer> bytes = words.registers.temporary(size);
    read(bytes, "Z+", table.isConstant());
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
          words.move(pointer.local.registers, List.of(Registers.Z, Registers.Z + 1));
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
