package dev.thimble.backend.cmsis;

import dev.thimble.backend.cmsis.VirtualLine.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Real registers for those of {@link VirtualCode}: no two that are needed at the same time are the
 * same, and where one goes to another they are, if that is possible (Chaitin and Briggs).
 */
final class Colouring {
  private final List<VirtualLine> lines;
  private final int count;
  private final long real;
  private final IntToLongFunction allowed;
  private final Set<Integer> unspillable;
  private final BitSet[] meets;
  private final int[] joined;
  private final int[] colours;
  private final double[] costs;
  private final boolean[] used;

  /**
   * Chooses.
   *
   * @param count of registers
   * @param real registers that there are, by bits
   * @param arguments registers that hold something at the beginning, with the real ones
   * @param unspillable registers that would gain nothing in memory
   */
  Colouring(
      List<VirtualLine> lines,
      int count,
      long real,
      IntToLongFunction allowed,
      Map<Integer, Integer> arguments,
      Set<Integer> unspillable) {
    this.lines = lines;
    this.count = count;
    this.real = real;
    this.allowed = allowed;
    this.unspillable = unspillable;
    meets = Stream.generate(BitSet::new).limit(count).toArray(BitSet[]::new);
    joined = IntStream.range(0, count).toArray();
    colours = new int[count];
    Arrays.fill(colours, -1);
    costs = new double[count];
    used = new boolean[count];
    meet(arguments.keySet());
    arguments.forEach((register, colour) -> colours[register] = colour);
    join();
  }

  private void meet(Set<Integer> arguments) {
    Liveness live = new Liveness(lines);
    for (int i = 0; i < lines.size(); i++) {
      VirtualLine line = lines.get(i);
      for (int k = 0; k < line.registers().size(); k++) {
        int register = line.registers().get(k);
        used[register] = true;
        costs[register] += line.times();
        if (line.writes(k)) {
          others(line, live.behind(i)).stream().forEach(other -> meet(register, other));
        }
      }
    }
    for (int one : arguments) {
      arguments.forEach(other -> meet(one, other));
    }
  }

  /** What a register that a line writes must not share a real one with. */
  private static BitSet others(VirtualLine line, BitSet behind) {
    BitSet others = (BitSet) behind.clone();
    if (line.kind() == Kind.MOVE) {
      others.clear(line.registers().get(1));
    }
    for (int i = 0; i < line.registers().size(); i++) {
      if (line.writes(i) || line.count() > 1) {
        others.set(line.registers().get(i));
      }
    }
    return others;
  }

  private void meet(int a, int b) {
    if (a != b) {
      meets[a].set(b);
      meets[b].set(a);
    }
  }

  private int of(int register) {
    int root = register;
    while (joined[root] != root) {
      root = joined[root];
    }
    return root;
  }

  private long allowed(int register) {
    return allowed.applyAsLong(register) & real;
  }

  /** Makes one of two that a move connects, where that leaves enough registers for the rest. */
  private void join() {
    List<VirtualLine> moves =
        new ArrayList<>(lines.stream().filter(line -> line.kind() == Kind.MOVE).toList());
    moves.sort((a, b) -> Long.compare(b.times(), a.times()));
    for (VirtualLine move : moves) {
      int a = of(move.registers().get(0));
      int b = of(move.registers().get(1));
      boolean plain = allowed(a) == real && allowed(b) == real && colours[a] < 0 && colours[b] < 0;
      boolean cheap = unspillable.contains(a) == unspillable.contains(b);
      if (a != b && plain && cheap && !meets[a].get(b) && remainsEasy(a, b)) {
        joined[b] = a;
        meets[b].stream().forEach(other -> meet(a, other));
        meets[b].stream().forEach(other -> meets[other].clear(b));
        costs[a] += costs[b];
      }
    }
  }

  private boolean remainsEasy(int a, int b) {
    BitSet both = (BitSet) meets[a].clone();
    both.or(meets[b]);
    int room = Long.bitCount(real);
    long hard = both.stream().filter(other -> degree(other) >= room).count();
    return hard < room;
  }

  private int degree(int register) {
    return (int) meets[register].stream().filter(other -> joined[other] == other).count();
  }

  /** The registers that must go to memory; none if all have a real one. */
  Set<Integer> choose() {
    Deque<Integer> stack = new ArrayDeque<>();
    BitSet left = new BitSet();
    for (int i = 0; i < count; i++) {
      if (used[i] && joined[i] == i && colours[i] < 0) {
        left.set(i);
      }
    }
    int[] degrees = new int[count];
    left.stream().forEach(i -> degrees[i] = degree(i));
    while (!left.isEmpty()) {
      int next = next(left, degrees);
      left.clear(next);
      stack.push(next);
      meets[next].stream().filter(left::get).forEach(other -> degrees[other]--);
    }
    Set<Integer> spilled = new HashSet<>();
    for (int register : stack) {
      if (!colour(register)) {
        spilled.add(register);
      }
    }
    return members(spilled);
  }

  private int next(BitSet left, int[] degrees) {
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int i = left.nextSetBit(0); i >= 0; i = left.nextSetBit(i + 1)) {
      if (degrees[i] < Long.bitCount(allowed(i))) {
        return i;
      }
      double cost = unspillable.contains(i) ? Double.MAX_VALUE / 2 : costs[i] / (1 + degrees[i]);
      if (cost < least) {
        least = cost;
        best = i;
      }
    }
    return best;
  }

  private boolean colour(int register) {
    long free = allowed(register);
    for (int other = meets[register].nextSetBit(0);
        other >= 0;
        other = meets[register].nextSetBit(other + 1)) {
      if (colours[other] >= 0) {
        free &= ~(1L << colours[other]);
      }
    }
    if (free == 0) {
      return false;
    }
    colours[register] = preferred(register, free);
    return true;
  }

  /** What a move connects it with, or the first. */
  private int preferred(int register, long free) {
    for (VirtualLine line : lines) {
      if (line.kind() == Kind.MOVE) {
        int a = of(line.registers().get(0));
        int b = of(line.registers().get(1));
        int other = a == register ? b : b == register ? a : register;
        if (colours[other] >= 0 && (free >> colours[other] & 1) != 0) {
          return colours[other];
        }
      }
    }
    return Long.numberOfTrailingZeros(free);
  }

  private Set<Integer> members(Set<Integer> roots) {
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (used[i] && roots.contains(of(i))) {
        all.add(i);
      }
    }
    return all;
  }

  /** The register that stands for all that are one with it. */
  int root(int register) {
    return of(register);
  }

  /** The real register. */
  int colour(Integer register) {
    return colours[of(register)];
  }
}
