package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Code over any number of registers, in loops that run a known number of times. Numbers and
 * addresses that a loop needs are loaded before it.
 */
final class VirtualCode {
  private static final long ALL = ~0L;

  /** A loop, or the whole. */
  private static final class Section {
    final List<VirtualLine> before = new ArrayList<>();
    final List<VirtualLine> body = new ArrayList<>();
    final Map<String, Integer> constants = new HashMap<>();
    final long rounds;
    final long times;

    Section(long rounds, long times) {
      this.rounds = rounds;
      this.times = times;
    }
  }

  private final Deque<Section> sections = new ArrayDeque<>();
  private final Map<Integer, Long> allowed = new HashMap<>();
  private final List<String> pool = new ArrayList<>();
  private final Map<Integer, Integer> fixed = new HashMap<>();
  private int registers;
  private int labels;
  private boolean loops;

  VirtualCode() {
    sections.push(new Section(1, 1));
  }

  /** A new register. */
  int register() {
    return registers++;
  }

  /** A new register that must be one of these, by bits. */
  int register(long which) {
    allowed.put(registers, which);
    return registers++;
  }

  /** A register that holds an argument at the beginning. */
  int argument(int index) {
    fixed.put(registers, index);
    return register(1L << index);
  }

  int registers() {
    return registers;
  }

  /** The real registers that it may be, by bits. */
  long allowed(int register) {
    return allowed.getOrDefault(register, ALL);
  }

  /** How many loops are open. */
  int depth() {
    return sections.size() - 1;
  }

  private Section now() {
    return sections.getFirst();
  }

  /** A line of this kind at the current place. */
  void line(Kind kind, String text, int written, int read, Integer... over) {
    now().body.add(new VirtualLine(kind, text, List.of(over), written, read, now().times, 0));
  }

  void comment(String text) {
    line(Kind.COMMENT, text, 0, 0);
  }

  /** Writes a new register, the first one, from others. */
  int make(String text, Integer... from) {
    int to = register();
    into(to, text, from);
    return to;
  }

  /** Writes a register, the first one, from others. */
  void into(int to, String text, Integer... from) {
    List<Integer> all = new ArrayList<>(List.of(to));
    Collections.addAll(all, from);
    line(Kind.PLAIN, text, 1, (1 << all.size()) - 2, all.toArray(Integer[]::new));
  }

  /** Changes the first register, with the help of others. */
  void change(String text, Integer... over) {
    line(Kind.PLAIN, text, 1, (1 << over.length) - 1, over);
  }

  void move(int to, int from) {
    line(Kind.MOVE, "mov {0}, {1}", 1, 2, to, from);
  }

  /** A copy that may be changed. */
  int copy(int from) {
    int to = register();
    move(to, from);
    return to;
  }

  /** A register of the same value that was loaded before the current loop. */
  int constant(String text) {
    return now()
        .constants
        .computeIfAbsent(
            text,
            key -> {
              int to = register();
              boolean inLoop = sections.size() > 1;
              long times = inLoop ? now().times / now().rounds : 1;
              VirtualLine line = new VirtualLine(Kind.CONSTANT, text, List.of(to), 1, 0, times, 0);
              (inLoop ? now().before : now().body).add(line);
              return to;
            });
  }

  /** A word that is read from among the code, once at the beginning of all. */
  int pooled(String word) {
    Section whole = sections.getLast();
    return whole.constants.computeIfAbsent(
        word,
        key -> {
          int to = register();
          String text = "ldr {0}, " + poolLabel(pool.size());
          whole.before.add(new VirtualLine(Kind.PLAIN, text, List.of(to), 1, 0, 1, 0));
          pool.add(word);
          return to;
        });
  }

  static String poolLabel(int index) {
    return ".L%=_p" + index;
  }

  /** Words among the code. */
  List<String> pool() {
    return List.copyOf(pool);
  }

  /** A line before the current loop. */
  void before(Kind kind, String text, int written, int read, Integer... over) {
    before(depth(), kind, text, written, read, over);
  }

  /** A line before the loop of that depth, of which 1 is the outermost. */
  void before(int depth, Kind kind, String text, int written, int read, Integer... over) {
    Section section = section(depth);
    long times = section.times / section.rounds;
    section.before.add(new VirtualLine(kind, text, List.of(over), written, read, times, 0));
  }

  private Section section(int depth) {
    int above = depth() - depth;
    for (Section section : sections) {
      if (above-- == 0) {
        return section;
      }
    }
    throw new IllegalArgumentException("no loop " + depth);
  }

  /** Whether anything is done several times. */
  boolean hasLoops() {
    return loops;
  }

  /** Lines of a loop from here on. */
  void open(long rounds) {
    sections.push(new Section(rounds, now().times * rounds));
  }

  /**
   * The loop ends here.
   *
   * @param counter how the rounds are counted
   */
  void close(Counter counter) {
    Section loop = now();
    if (loop.rounds > 1 || counter.always()) {
      loops = true;
      int label = labels++;
      int count = register(counter.allowed());
      counter.before().accept(count);
      loop.body.add(0, labelled(label, loop.times / loop.rounds));
      counter.after().accept(count);
      List<Integer> read = counter.branch().contains("{0}") ? List.of(count) : List.of();
      loop.body.add(new VirtualLine(Kind.BRANCH, counter.branch(), read, 0, 1, loop.times, label));
    }
    sections.pop();
    now().body.addAll(loop.before);
    now().body.addAll(loop.body);
  }

  /**
   * What counts rounds.
   *
   * @param allowed real registers for the count
   * @param before loads the count, by lines before the loop
   * @param after counts, at the end of a round
   * @param branch back to the label
   * @param always whether a single round is counted too
   */
  record Counter(
      long allowed, IntConsumer before, IntConsumer after, String branch, boolean always) {}

  private static VirtualLine labelled(int label, long times) {
    return new VirtualLine(Kind.LABEL, "", List.of(), 0, 0, times, label);
  }

  /** How often the current lines are executed. */
  long times() {
    return now().times;
  }

  /** Rounds of the current loop. */
  long rounds() {
    return now().rounds;
  }

  /** Lines of the current loop so far. */
  List<VirtualLine> current() {
    return now().body;
  }

  /** All lines, with what holds arguments at the beginning. */
  List<VirtualLine> all() {
    List<VirtualLine> all = new ArrayList<>(now().before);
    all.addAll(now().body);
    return all;
  }

  /** The arguments' registers with the real ones that they are in. */
  Map<Integer, Integer> arguments() {
    return Map.copyOf(fixed);
  }

  /** The first so many real registers, by bits. */
  static long first(int count) {
    return IntStream.range(0, count).mapToLong(i -> 1L << i).sum();
  }
}
