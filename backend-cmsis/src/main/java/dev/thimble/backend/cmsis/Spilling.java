package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Puts registers onto the stack: each is loaded before an instruction that reads it and stored
 * behind one that writes it. Numbers of one instruction are made again instead.
 */
final class Spilling {
  private final VirtualCode code;
  private final Set<Integer> spilled;
  private final Colouring colouring;
  private final Set<Integer> brief;
  private final IntSupplier slots;
  private final Map<Integer, VirtualLine> numbers = new HashMap<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private final List<VirtualLine> result = new ArrayList<>();

  /**
   * What is to be done.
   *
   * @param spilled the registers
   * @param colouring knows which of them are one
   * @param brief gets the registers that stand for them around a single instruction
   * @param slots gives numbers for words on the stack
   */
  Spilling(
      VirtualCode code,
      Set<Integer> spilled,
      Colouring colouring,
      Set<Integer> brief,
      IntSupplier slots) {
    this.code = code;
    this.spilled = spilled;
    this.colouring = colouring;
    this.brief = brief;
    this.slots = slots;
  }

  /** The lines with what loads and stores. */
  List<VirtualLine> of(List<VirtualLine> lines) {
    for (VirtualLine line : lines) {
      if (line.kind() == Kind.CONSTANT && line.count() == 1) {
        numbers.put(line.registers().get(0), line);
      }
    }
    for (VirtualLine line : lines) {
      boolean any = line.registers().stream().anyMatch(spilled::contains);
      if (!any) {
        result.add(line);
      } else if (line.kind() == Kind.MOVE) {
        move(line);
      } else if (line.kind() != Kind.CONSTANT || !numbers.containsKey(line.registers().get(0))) {
        around(line);
      }
    }
    return result;
  }

  private void around(VirtualLine line) {
    List<Integer> registers = new ArrayList<>(line.registers());
    List<VirtualLine> after = new ArrayList<>();
    Map<Integer, Integer> fresh = new HashMap<>();
    for (int i = 0; i < registers.size(); i++) {
      int register = registers.get(i);
      if (!spilled.contains(register)) {
        continue;
      }
      boolean known = fresh.containsKey(register);
      int now = fresh.computeIfAbsent(register, r -> code.register(code.allowed(r)));
      brief.add(now);
      registers.set(i, now);
      if (line.reads(i) && !known) {
        load(now, register, line.times());
      }
      if (line.writes(i)) {
        after.add(VirtualLine.store(now, place(register), line.times()));
      }
    }
    result.add(line.over(registers));
    result.addAll(after);
  }

  /** A move from or to the stack is one instruction; none if both are at one place. */
  private void move(VirtualLine line) {
    int to = line.registers().get(0);
    int from = line.registers().get(1);
    if (!spilled.contains(from)) {
      result.add(VirtualLine.store(from, place(to), line.times()));
    } else if (!spilled.contains(to)) {
      load(to, from, line.times());
    } else if (numbers.containsKey(from) || colouring.root(to) != colouring.root(from)) {
      around(line);
    }
  }

  private void load(int to, int register, long times) {
    VirtualLine number = numbers.get(register);
    result.add(
        number == null
            ? VirtualLine.load(to, place(register), times)
            : new VirtualLine(Kind.PLAIN, number.text(), List.of(to), 1, 0, times, 0));
  }

  private int place(int register) {
    return places.computeIfAbsent(colouring.root(register), root -> slots.getAsInt());
  }
}
