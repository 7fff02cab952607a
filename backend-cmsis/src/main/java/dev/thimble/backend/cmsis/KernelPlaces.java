package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.backend.cmsis.VirtualLine.Kind;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Elements of arrays. For each way in which a loop goes through an array there is a pointer, which
 * moves along at the end of a round, or with the last access of it.
 */
final class KernelPlaces {
  private static final int FARTHEST = 4095;
  private static final int NEAREST = -255;
  private static final int MOST_STEP = 255;
  private static final int NARROW_REACH = 31;

  private final VirtualCode code;
  private final NumberCode numbers;
  private final boolean thumb2;
  private final Map<Buffer, Integer> arguments = new HashMap<>();
  private final List<Buffer> constants = new ArrayList<>();
  private final List<Level> levels = new ArrayList<>();

  /** A way through an array: what the enclosing loops' variables do. */
  private record Way(Buffer buffer, Map<String, Long> terms) {}

  private static final class Pointer {
    final int register;
    final long base;
    final long step;
    boolean consumed;

    Pointer(int register, long base, long step) {
      this.register = register;
      this.base = base;
      this.step = step;
    }
  }

  private record Level(String variable, Map<Way, Pointer> pointers) {}

  KernelPlaces(VirtualCode code, NumberCode numbers, boolean thumb2) {
    this.code = code;
    this.numbers = numbers;
    this.thumb2 = thumb2;
  }

  /** An array whose address is in a register. */
  void argument(Buffer buffer, int register) {
    arguments.put(buffer, register);
  }

  /** The constants that are read, in the order of the operands. */
  List<Buffer> constants() {
    return List.copyOf(constants);
  }

  private int constant(Buffer buffer) {
    if (!constants.contains(buffer)) {
      constants.add(buffer);
    }
    return constants.indexOf(buffer);
  }

  /** A loop begins. */
  void enter(String variable) {
    levels.add(new Level(variable, new LinkedHashMap<>()));
  }

  /** The loop's round ends: pointers move along. */
  void leave() {
    Level level = levels.get(levels.size() - 1);
    level.pointers().forEach(this::advance);
    levels.remove(levels.size() - 1);
  }

  private void advance(Way way, Pointer pointer) {
    long begin = pointer.base;
    if (!pointer.consumed && code.rounds() > 1) {
      OptionalInt moved =
          thumb2
              ? MovingAccess.join(code.current(), pointer.register, pointer.step)
              : OptionalInt.empty();
      if (moved.isEmpty()) {
        numbers.advance(pointer.register, (int) pointer.step);
      }
      begin += moved.orElse(0);
    }
    start(way, pointer.register, begin);
  }

  /** Loads a pointer before its loop, so many bytes behind where the outer loops are. */
  private void start(Way way, int register, long bytes) {
    int depth = levels.size();
    Map<String, Long> outer = new TreeMap<>(way.terms());
    outer.remove(levels.get(depth - 1).variable());
    int owner = owner(outer, depth - 1);
    if (owner > 0) {
      Pointer above = pointer(owner, way.buffer(), outer, bytes);
      begin(depth, register, above.register, bytes - above.base);
    } else if (way.buffer().isConstant()) {
      int from = numbers.address(constant(way.buffer()), bytes);
      if (thumb2) {
        // The constant was asked for inside of the loop: it stands before it.
        code.before(Kind.MOVE, "mov {0}, {1}", 1, 2, register, from);
      } else {
        begin(depth, register, from, 0);
      }
    } else {
      begin(depth, register, argument(way.buffer()), bytes);
    }
  }

  private void begin(int depth, int register, int from, long bytes) {
    if (bytes == 0) {
      code.before(depth, Kind.MOVE, "mov {0}, {1}", 1, 2, register, from);
    } else if (Math.abs(bytes) <= 7 || (thumb2 && Math.abs(bytes) <= FARTHEST)) {
      String name = bytes > 0 ? "add" : "sub";
      String form = name + (Math.abs(bytes) <= MOST_STEP ? "s" : "w") + " {0}, {1}, #";
      code.before(depth, Kind.PLAIN, form + Math.abs(bytes), 1, 2, register, from);
    } else {
      int by = numbers.number((int) bytes);
      code.before(depth, Kind.PLAIN, "adds {0}, {1}, {2}", 1, 6, register, from, by);
    }
  }

  private int argument(Buffer buffer) {
    Integer argument = arguments.get(buffer);
    if (argument == null) {
      throw new Unsupported("an array that is no parameter");
    }
    return argument;
  }

  /** The innermost loop, up to a depth, whose variable is among the terms; 0 if none. */
  private int owner(Map<String, Long> terms, int depth) {
    for (int i = depth; i > 0; i--) {
      if (terms.containsKey(levels.get(i - 1).variable())) {
        return i;
      }
    }
    if (!terms.isEmpty()) {
      throw new Unsupported("a variable of no loop");
    }
    return 0;
  }

  private Pointer pointer(int depth, Buffer buffer, Map<String, Long> terms, long bytes) {
    Level level = levels.get(depth - 1);
    int size = buffer.element().bytes();
    long step = terms.getOrDefault(level.variable(), 0L) * size;
    return level
        .pointers()
        .computeIfAbsent(
            new Way(buffer, Map.copyOf(terms)), way -> new Pointer(code.register(), bytes, step));
  }

  /** A register with an address near an element, and how many bytes beyond it the element is. */
  private record Place(int register, int distance) {}

  private Place place(Buffer buffer, Affine at) {
    if (buffer.element().bits() < 8 || buffer.element() == Element.I24) {
      throw new Unsupported("elements of " + buffer.element());
    }
    long bytes = at.base() * buffer.element().bytes();
    int owner = owner(at.terms(), levels.size());
    if (owner == 0) {
      return buffer.isConstant()
          ? new Place(numbers.address(constant(buffer), bytes), 0)
          : near(argument(buffer), bytes);
    }
    Pointer pointer = pointer(owner, buffer, at.terms(), bytes);
    return near(pointer.register, bytes - pointer.base);
  }

  private Place near(int register, long distance) {
    if (thumb2 && (distance > FARTHEST || distance < NEAREST)) {
      return new Place(numbers.add(register, numbers.number((int) distance)), 0);
    }
    return new Place(register, (int) distance);
  }

  /** An element. */
  int load(Buffer buffer, Affine at) {
    Place place = place(buffer, at);
    int to = code.register();
    access(load(buffer.element()), to, place, buffer.element(), true);
    return to;
  }

  private static String load(Element element) {
    return switch (element) {
      case I8 -> "ldrsb";
      case U8 -> "ldrb";
      case I16 -> "ldrsh";
      case I32 -> "ldr";
      default -> throw new Unsupported("elements of " + element);
    };
  }

  /** Stores an element. */
  void store(Buffer buffer, Affine at, int value) {
    String name =
        switch (buffer.element().bytes()) {
          case 1 -> "strb";
          case 2 -> "strh";
          case 4 -> "str";
          default -> throw new Unsupported("elements of " + buffer.element());
        };
    access(name, value, place(buffer, at), buffer.element(), false);
  }

  private void access(String name, int register, Place place, Element element, boolean loads) {
    int far = place.distance();
    boolean signed = name.startsWith("ldrs");
    int size = element.bytes();
    boolean reached = far >= 0 && far <= NARROW_REACH * size && far % size == 0;
    if (thumb2 || (reached && !signed)) {
      String at = far == 0 ? " {0}, [{1}]" : " {0}, [{1}, #" + far + "]";
      code.line(Kind.ACCESS, name + at, loads ? 1 : 0, loads ? 2 : 3, register, place.register());
      return;
    }
    int by = numbers.number(far);
    code.line(
        Kind.PLAIN,
        name + " {0}, [{1}, {2}]",
        loads ? 1 : 0,
        loads ? 6 : 7,
        register,
        place.register(),
        by);
  }

  /** The element at an index in a register, plus a constant. */
  int lookup(Buffer table, int index, long offset) {
    Element element = table.element();
    int size = element.bytes();
    int base =
        table.isConstant()
            ? numbers.address(constant(table), offset * size)
            : numbers.plus(argument(table), (int) (offset * size));
    int bits = Integer.numberOfTrailingZeros(size);
    if (thumb2 && bits > 0) {
      String text = load(element) + " {0}, [{1}, {2}, lsl #" + bits + "]";
      return code.make(text, base, index);
    }
    return code.make(load(element) + " {0}, [{1}, {2}]", base, numbers.left(index, bits));
  }

  /**
   * A pointer to an element that may be moved along by so many bytes in all. It is the loop's own
   * where that takes it to where the next round begins.
   */
  int running(Buffer buffer, Affine at, long bytes) {
    Place place = place(buffer, at);
    int owner = owner(at.terms(), levels.size());
    if (owner == levels.size() && owner > 0) {
      Pointer pointer = pointer(owner, buffer, at.terms(), 0);
      if (pointer.step == bytes && place.distance() == 0 && !pointer.consumed) {
        pointer.consumed = true;
        return pointer.register;
      }
    }
    return place.distance() == 0
        ? code.copy(place.register())
        : numbers.plus(place.register(), place.distance());
  }
}
