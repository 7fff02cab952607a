package dev.thimble.backend.avr;

import dev.thimble.backend.Unsupported;
import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Numbers that last longer than a statement: variables, counters, pointers. Each lies in registers,
 * or in the frame if it was decided so.
 */
final class Locals {
  /** The farthest byte of the frame that an instruction reaches. */
  private static final int REACH = 63;

  /** One of them. */
  static final class Local {
    final int id;
    final Interval range;
    final List<Integer> registers;
    final int place;
    final int size;

    private Local(int id, Interval range, int size, List<Integer> registers, int place) {
      this.id = id;
      this.range = range;
      this.size = size;
      this.registers = registers;
      this.place = place;
    }

    boolean inFrame() {
      return registers.isEmpty();
    }

    /** Whether it is known by its range only. */
    boolean isNowhere() {
      return place < 0;
    }

    boolean signed() {
      return range.low() < 0;
    }
  }

  private final Words words;
  private final Set<Integer> framed;
  private final Set<Integer> held;
  private final Map<Integer, Double> weights = new HashMap<>();
  private final Map<String, Local> named = new HashMap<>();
  private int ids;
  private final BitSet places = new BitSet();
  private int frame;
  private double weight = 1;

  /**
   * No locals yet.
   *
   * @param framed which of them, in the order in which they are made, lie in the frame
   * @param held gets those that are in registers at the moment
   */
  Locals(Words words, Set<Integer> framed, Set<Integer> held) {
    this.words = words;
    this.framed = framed;
    this.held = held;
  }

  /** Bytes of the frame. */
  int frameBytes() {
    return frame;
  }

  /** How often each is used, by its number. */
  Map<Integer, Double> weights() {
    return weights;
  }

  /** What is done from now on is done so many times as often. */
  void times(double factor) {
    weight *= factor;
  }

  /** A new one without a value. */
  Local make(Interval range) {
    return make(range, Widths.of(range));
  }

  /** The same in so many bytes. */
  Local make(Interval range, int size) {
    int id = ids++;
    weights.put(id, 0.0);
    if (framed.contains(id)) {
      return inFrame(id, range, size);
    }
    List<Integer> registers = words.registers.lasting(size);
    held.add(id);
    return new Local(id, range, size, registers, 0);
  }

  private Local inFrame(int id, Interval range, int size) {
    int place = gap(size);
    places.set(place, place + size);
    frame = Math.max(frame, place + size - 1);
    if (frame > REACH) {
      throw new Unsupported("a frame of " + frame + " bytes");
    }
    return new Local(id, range, size, List.of(), place);
  }

  /** The first place from 1 on with so many bytes that nobody has. */
  private int gap(int size) {
    int place = places.nextClearBit(1);
    for (int end = places.nextSetBit(place); end >= 0 && end < place + size; ) {
      place = places.nextClearBit(end);
      end = places.nextSetBit(place);
    }
    return place;
  }

  /** One in registers that it is given, or in the frame, where they are then stored. */
  Local adopt(Interval range, List<Integer> registers) {
    int id = ids++;
    weights.put(id, 0.0);
    if (!framed.contains(id)) {
      held.add(id);
      return new Local(id, range, registers.size(), registers, 0);
    }
    Local local = inFrame(id, range, registers.size());
    set(local, Value.owned(registers, local.signed()));
    return local;
  }

  /** A new one with the value; takes the value's registers where it can. */
  Local of(Interval range, Value value) {
    int size = Widths.of(range);
    return adopt(range, words.own(value, size).bytes());
  }

  /** One that has a range and no value. */
  Local nowhere(Interval range) {
    return new Local(-1, range, 0, List.of(), -1);
  }

  /** Its value, to be read; from the frame in registers of its own. */
  Value get(Local local, int size) {
    weights.merge(local.id, weight * size, Double::sum);
    if (!local.inFrame()) {
      return Value.borrowed(local.registers.subList(0, size), local.signed());
    }
    List<Integer> bytes = words.registers.temporary(size);
    load(local, bytes);
    return Value.owned(bytes, local.signed());
  }

  /** All of it is used here. */
  void weigh(Local local) {
    weights.merge(local.id, weight * local.size, Double::sum);
  }

  /** Its lowest bytes into registers. */
  void load(Local local, List<Integer> bytes) {
    if (!local.inFrame()) {
      weights.merge(local.id, weight * bytes.size(), Double::sum);
      words.move(bytes, local.registers.subList(0, bytes.size()));
      return;
    }
    for (int i = 0; i < bytes.size(); i++) {
      words.lines.two("ldd r%d, Y+%d".formatted(bytes.get(i), local.place + i));
    }
  }

  /** Gives it a value. */
  void set(Local local, Value value) {
    weights.merge(local.id, weight * local.size, Double::sum);
    if (local.inFrame()) {
      Value wide = words.read(value, local.size);
      for (int i = 0; i < local.size; i++) {
        words.lines.two("std Y+%d, r%d".formatted(local.place + i, wide.get(i)));
      }
      words.registers.release(wide);
      return;
    }
    Value wide = words.read(value, local.size);
    words.move(local.registers, wide.bytes().subList(0, local.size));
    words.registers.release(wide);
  }

  /** Adds a constant to it. */
  void add(Local local, long constant) {
    if (constant == 0) {
      return;
    }
    if (local.inFrame()) {
      List<Integer> bytes = words.registers.temporary(local.size);
      load(local, bytes);
      words.add(bytes, constant);
      set(local, Value.owned(bytes, local.signed()));
      return;
    }
    weights.merge(local.id, 2 * weight * local.size, Double::sum);
    int low = local.registers.get(0);
    boolean pair = local.size == 2 && (low == 24 || low == Registers.Y);
    if (pair && Math.abs(constant) <= REACH) {
      words.lines.advance(low, (int) constant, true);
    } else {
      words.add(local.registers, constant);
    }
  }

  /** It is not needed any more. */
  void drop(Local local) {
    words.registers.release(local.registers);
    held.remove(local.id);
    if (local.inFrame() && !local.isNowhere()) {
      places.clear(local.place, local.place + local.size);
    }
  }

  /** Gives one a name, within which another one is hidden. */
  void name(String name, Local local) {
    named.put(name, local);
  }

  Local get(String name) {
    Local local = named.get(name);
    if (local == null) {
      throw new Unsupported("unknown " + name);
    }
    return local;
  }

  boolean has(String name) {
    return named.containsKey(name);
  }

  /** The names that there are. */
  Map<String, Local> names() {
    return Map.copyOf(named);
  }

  /** Names that are not among these, and that nobody asks for later, are not needed any more. */
  void forget(Set<String> outer, Predicate<String> later) {
    List<String> gone =
        named.keySet().stream()
            .filter(name -> !outer.contains(name) && !later.test(name))
            .sorted()
            .toList();
    gone.forEach(name -> drop(get(name)));
    gone.forEach(named::remove);
  }

  /** Only these names are left; what the others meant is dropped. */
  void restore(Map<String, Local> names) {
    List<Local> gone = new ArrayList<>(named.values());
    gone.removeAll(names.values());
    gone.sort((a, b) -> b.id - a.id);
    gone.forEach(this::drop);
    named.clear();
    named.putAll(names);
  }
}
