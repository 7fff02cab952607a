package dev.thimble.kernel.bands;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Row-wise fusion: a chain of kernels computed in bands. For each band every kernel of the chain
 * runs once, on a few rows; of what lies between two of them only the rows of a band are there, and
 * rows that the next band reads too are moved to its array. Kernels, arrays and their lifetimes are
 * ordinary ones; a result has the same bits because each of its elements is computed by the same
 * nest.
 */
public final class Bands {
  private final Program program;
  private final int first;
  private final int last;
  private final List<Rows> chain;
  private final Schedule schedule;

  private Bands(Program program, int first, int last, List<Rows> chain, Schedule schedule) {
    this.program = program;
    this.first = first;
    this.last = last;
    this.chain = chain;
    this.schedule = schedule;
  }

  /**
   * Whether a kernel and the one behind it may belong to one chain: both have rows, and what lies
   * between them is read there only.
   *
   * @param kept names of values that must stay as they are
   */
  public static boolean join(Program program, int index, Set<String> kept) {
    Optional<Rows> first = Rows.of(program.kernels().get(index));
    Optional<Rows> second = Rows.of(program.kernels().get(index + 1));
    if (first.isEmpty() || second.isEmpty()) {
      return false;
    }
    Buffer between = first.get().nest().target();
    boolean seen =
        program.outputs().contains(between)
            || kept.stream().anyMatch(value -> between.equals(program.values().get(value)));
    return !seen
        && readers(program, between).equals(List.of(second.get().kernel()))
        && program.kernels().stream().filter(k -> k.outputs().contains(between)).count() == 1;
  }

  private static List<Kernel> readers(Program program, Buffer array) {
    return program.kernels().stream()
        .filter(kernel -> kernel.inputs().contains(array) || kernel.when().contains(array))
        .toList();
  }

  /** How many rows a kernel has; 0 where it has none. */
  public static int rows(Kernel kernel) {
    return Rows.of(kernel).map(Rows::count).orElse(0);
  }

  /**
   * A chain of a program's kernels in bands.
   *
   * @param first index of the chain's first kernel
   * @param last index of its last one; all between are joined
   * @param rows of the last kernel in a band
   * @return nothing where rows are not read from the first to the last
   */
  public static Optional<Bands> of(Program program, int first, int last, int rows) {
    List<Rows> chain =
        program.kernels().subList(first, last + 1).stream()
            .map(kernel -> Rows.of(kernel).orElseThrow())
            .toList();
    return Schedule.of(chain, rows)
        .map(schedule -> new Bands(program, first, last, chain, schedule));
  }

  /** Index of the chain's first kernel. */
  public int first() {
    return first;
  }

  /** Index of its last kernel. */
  public int last() {
    return last;
  }

  /** How many kernels the chain becomes, those that move rows not counted. */
  public int kernels() {
    return schedule.bands().size() * chain.size();
  }

  /** Bytes of what lies between the kernels, in the band that holds the most. */
  public long bytes() {
    return schedule.bands().stream().mapToLong(this::bytes).max().orElse(0);
  }

  private long bytes(List<Schedule.Work> band) {
    long sum = 0;
    for (int i = 0; i < band.size() - 1; i++) {
      Rows rows = chain.get(i);
      sum += (long) band.get(i).held() * rows.length() * rows.nest().target().element().bytes();
    }
    return sum;
  }

  /** The program with the chain computed in bands. */
  public Program program() {
    return new BandProgram(program, chain, schedule).with(first, last);
  }
}
