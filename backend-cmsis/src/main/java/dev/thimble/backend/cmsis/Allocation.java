package dev.thimble.backend.cmsis;

import dev.thimble.backend.Unsupported;
import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lines with real registers. What does not fit into them lies on the stack; numbers of one
 * instruction are made again where they are needed.
 */
final class Allocation {
  private static final int WORD = 4;
  private static final int MOST_TRIES = 60;

  /** What a longer kernel would be compiled to is not worth the time to compile it. */
  private static final int MOST_LINES = 2000;

  private final VirtualCode code;
  private final long real;
  private final Set<Integer> brief = new HashSet<>();
  private List<VirtualLine> lines;
  private int slots;

  /**
   * Chooses registers.
   *
   * @param real registers that there are, by bits
   */
  Allocation(VirtualCode code, long real) {
    this.code = code;
    this.real = real;
    this.lines = code.all();
    if (lines.size() > MOST_LINES) {
      throw new Unsupported(lines.size() + " lines");
    }
  }

  /** Words on the stack. */
  int slots() {
    return slots;
  }

  /** The lines, their registers real ones. */
  List<VirtualLine> lines() {
    for (int i = 0; i < MOST_TRIES; i++) {
      Colouring colouring =
          new Colouring(lines, code.registers(), real, code::allowed, code.arguments(), brief);
      Set<Integer> spilled = colouring.choose();
      if (spilled.isEmpty()) {
        return lines.stream()
            .map(line -> line.over(line.registers().stream().map(colouring::colour).toList()))
            .filter(Allocation::isNeeded)
            .toList();
      }
      spill(spilled, colouring);
    }
    throw new Unsupported("too few registers");
  }

  private static boolean isNeeded(VirtualLine line) {
    return line.kind() != Kind.MOVE || !line.registers().get(0).equals(line.registers().get(1));
  }

  private void spill(Set<Integer> without, Colouring colouring) {
    Set<Integer> spilled = new HashSet<>(without);
    spilled.removeAll(brief);
    if (spilled.isEmpty()) {
      throw new Unsupported("too few registers");
    }
    Map<Integer, VirtualLine> numbers = new HashMap<>();
    for (VirtualLine line : lines) {
      if (line.kind() == Kind.CONSTANT && line.count() == 1) {
        numbers.put(line.registers().get(0), line);
      }
    }
    Map<Integer, Integer> places = new HashMap<>();
    List<VirtualLine> result = new ArrayList<>();
    for (VirtualLine line : lines) {
      boolean any = line.registers().stream().anyMatch(spilled::contains);
      if (!any) {
        result.add(line);
      } else if (!(line.kind() == Kind.CONSTANT && numbers.containsKey(line.registers().get(0)))) {
        around(line, spilled, colouring, numbers, places, result);
      }
    }
    lines = result;
  }

  private void around(
      VirtualLine line,
      Set<Integer> spilled,
      Colouring colouring,
      Map<Integer, VirtualLine> numbers,
      Map<Integer, Integer> places,
      List<VirtualLine> result) {
    if (line.kind() == Kind.MOVE && moved(line, spilled, colouring, numbers, places, result)) {
      return;
    }
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
      VirtualLine number = numbers.get(register);
      if (line.reads(i) && !known) {
        result.add(
            number == null
                ? memory("ldr", now, place(colouring.root(register), places), line.times())
                : new VirtualLine(Kind.PLAIN, number.text(), List.of(now), 1, 0, line.times(), ""));
      }
      if (line.writes(i)) {
        after.add(memory("str", now, place(colouring.root(register), places), line.times()));
      }
    }
    result.add(line.over(registers));
    result.addAll(after);
  }

  /** A move from or to the stack is one instruction; none if both are at one place. */
  private boolean moved(
      VirtualLine line,
      Set<Integer> spilled,
      Colouring colouring,
      Map<Integer, VirtualLine> numbers,
      Map<Integer, Integer> places,
      List<VirtualLine> result) {
    int to = line.registers().get(0);
    int from = line.registers().get(1);
    if (!spilled.contains(from)) {
      result.add(memory("str", from, place(colouring.root(to), places), line.times()));
      return true;
    }
    VirtualLine number = numbers.get(from);
    if (spilled.contains(to)) {
      return number == null && colouring.root(to) == colouring.root(from);
    }
    result.add(
        number == null
            ? memory("ldr", to, place(colouring.root(from), places), line.times())
            : new VirtualLine(Kind.PLAIN, number.text(), List.of(to), 1, 0, line.times(), ""));
    return true;
  }

  private int place(int root, Map<Integer, Integer> places) {
    return places.computeIfAbsent(root, r -> WORD * slots++);
  }

  private static VirtualLine memory(String name, int register, int place, long times) {
    boolean load = name.equals("ldr");
    return new VirtualLine(
        Kind.PLAIN,
        name + " {0}, [sp, #" + place + "]",
        List.of(register),
        load ? 1 : 0,
        load ? 0 : 1,
        times,
        "");
  }
}
