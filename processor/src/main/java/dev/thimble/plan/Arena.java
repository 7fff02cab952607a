package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Lays arrays into the arena by their lifetimes: two arrays share bytes only if no kernel needs
 * both, or if the kernel that reads the one for the last time writes the other and its reads stay
 * ahead of its writes ({@link Overlap}).
 *
 * <p>Arrays are placed one after the other at the lowest offset that is free during their whole
 * life. Which comes first decides how much is needed; a few orders are tried: largest first, last
 * first, scratch at the end; and each with those put first that reach highest. Inputs may be
 * overwritten once they were read for the last time; outputs stay until the next inference.
 */
final class Arena {
  private static final int ATTEMPTS = 40;

  private final Program program;
  private final CostTable costs;
  private final Map<String, Block> blocks = new LinkedHashMap<>();

  /** An array and the kernels during which it is in use. */
  private static final class Block {
    private final Buffer buffer;
    private final int alignment;
    private int first;
    private int last;

    /** Arrays that this one is written over, and how far behind their starts it may start. */
    private final Map<Block, Long> leads = new LinkedHashMap<>();

    private Block(Buffer buffer, int alignment, int now) {
      this.buffer = buffer;
      this.alignment = alignment;
      first = now;
      last = now;
    }

    private int bytes() {
      return buffer.bytes();
    }

    private boolean meets(Block other) {
      return first <= other.last && other.first <= last;
    }
  }

  /** Offsets by array and the size of the whole. */
  record Layout(Map<String, Integer> addresses, int bytes) {}

  /** Offsets below {@code end} and above {@code start} are taken. */
  private record Taken(long start, long end) {}

  private Arena(Program program, CostTable costs) {
    this.program = program;
    this.costs = costs;
  }

  static Layout layout(Program program, CostTable costs) {
    Arena arena = new Arena(program, costs);
    arena.lifetimes();
    arena.leads();
    arena.bandLeads();
    return arena.best();
  }

  private void lifetimes() {
    int end = program.kernels().size();
    program.states().forEach(state -> use(use(state, -1), end));
    program.inputs().forEach(input -> use(input, -1));
    if (program.stream().isPresent()) {
      // Samples of the next run come in while these are still to be read.
      program.outputs().forEach(output -> use(output, -1));
    }
    for (int i = 0; i < end; i++) {
      Kernel kernel = program.kernels().get(i);
      int now = i;
      kernel.inputs().forEach(input -> use(input, now));
      kernel.when().forEach(flag -> use(flag, now));
      kernel.outputs().forEach(output -> use(output, now));
      kernel.scratch().forEach(scratch -> use(scratch, now));
    }
    program.outputs().forEach(output -> use(output, end));
  }

  private Buffer use(Buffer buffer, int now) {
    Block block =
        blocks.computeIfAbsent(
            buffer.name(), name -> new Block(buffer, costs.alignment(buffer.element()), now));
    block.first = Math.min(block.first, now);
    block.last = Math.max(block.last, now);
    return buffer;
  }

  private void leads() {
    for (int i = 0; i < program.kernels().size(); i++) {
      Kernel kernel = program.kernels().get(i);
      for (Buffer output : kernel.outputs()) {
        for (Buffer input : kernel.inputs()) {
          Block from = block(input);
          Block to = block(output);
          if (to.first == i && from.last == i && !from.equals(to)) {
            OptionalLong lead = Overlap.lead(kernel, input, output);
            lead.ifPresent(bytes -> to.leads.merge(from, bytes, Math::min));
          }
        }
      }
    }
  }

  /** What is written in bands may follow an array that is read in bands. */
  private void bandLeads() {
    BandOverlap bands = new BandOverlap(program);
    for (Buffer input : bands.inputs()) {
      for (Buffer output : bands.outputs()) {
        Block from = block(input);
        Block to = block(output);
        if (!from.equals(to) && !from.leads.containsKey(to) && !to.leads.containsKey(from)) {
          bands
              .lead(input, output, to.first, from.last)
              .ifPresent(bytes -> to.leads.put(from, bytes));
        }
      }
    }
  }

  private Block block(Buffer buffer) {
    Block block = blocks.get(buffer.name());
    if (block == null) {
      throw new IllegalArgumentException("no array " + buffer.name());
    }
    return block;
  }

  private Layout best() {
    Comparator<Block> largest = Comparator.comparingInt(b -> -b.bytes());
    Comparator<Block> latest = Comparator.comparingInt(b -> -b.last);
    Comparator<Block> scratchLast = Comparator.comparing(b -> b.first == b.last);
    latest = latest.thenComparingInt(b -> -b.first);
    List<Comparator<Block>> orders =
        List.of(
            largest.thenComparingInt(b -> b.first),
            latest.thenComparing(largest),
            scratchLast.thenComparing(latest).thenComparing(largest));
    Layout best = new Layout(Map.of(), Integer.MAX_VALUE);
    for (Comparator<Block> order : orders) {
      List<Block> sorted = blocks.values().stream().sorted(order).toList();
      Layout layout = improved(sorted, layout(sorted));
      best = layout.bytes() < best.bytes() ? layout : best;
    }
    return best;
  }

  /** The same with the arrays put first that reach to the end. */
  private Layout improved(List<Block> start, Layout layout) {
    int least = start.stream().mapToInt(Block::bytes).max().orElse(0);
    Layout best = layout;
    Layout now = layout;
    List<Block> order = start;
    Set<List<Block>> tried = new LinkedHashSet<>();
    while (best.bytes() > least && tried.size() < ATTEMPTS && tried.add(order)) {
      Layout reached = now;
      List<Block> next = new ArrayList<>(order);
      next.removeIf(block -> reaches(block, reached));
      next.addAll(0, order.stream().filter(block -> reaches(block, reached)).toList());
      order = next;
      now = layout(order);
      best = now.bytes() < best.bytes() ? now : best;
    }
    return best;
  }

  private static boolean reaches(Block block, Layout layout) {
    return offset(block, layout.addresses()) + block.bytes() == layout.bytes();
  }

  private static int offset(Block block, Map<String, Integer> addresses) {
    return addresses.getOrDefault(block.buffer.name(), 0);
  }

  private Layout layout(List<Block> order) {
    Map<String, Integer> addresses = new LinkedHashMap<>();
    List<Block> placed = new ArrayList<>();
    int size = 0;
    for (Block block : order) {
      int offset = lowest(block, placed, addresses);
      addresses.put(block.buffer.name(), offset);
      placed.add(block);
      size = Math.max(size, offset + block.bytes());
    }
    return new Layout(addresses, size);
  }

  private static int lowest(Block block, List<Block> placed, Map<String, Integer> addresses) {
    List<Taken> taken =
        placed.stream()
            .filter(block::meets)
            .map(rival -> taken(block, rival, offset(rival, addresses)))
            .filter(range -> range.start + 1 < range.end)
            .toList();
    long lowest = Long.MAX_VALUE;
    if (isFree(0, taken)) {
      return 0;
    }
    for (Taken range : taken) {
      long behind = aligned(range.end, block.alignment);
      if (behind >= 0 && behind < lowest && isFree(behind, taken)) {
        lowest = behind;
      }
    }
    return Math.toIntExact(lowest);
  }

  private static long aligned(long offset, int alignment) {
    return Math.floorDiv(offset + alignment - 1, (long) alignment) * alignment;
  }

  private static boolean isFree(long offset, List<Taken> taken) {
    return taken.stream().noneMatch(range -> range.start < offset && offset < range.end);
  }

  /** Where the block cannot begin because of one that lies at the offset. */
  private static Taken taken(Block block, Block rival, int offset) {
    long start = (long) offset - block.bytes();
    long end = (long) offset + rival.bytes();
    Long over = block.leads.get(rival);
    if (over != null) {
      start = Math.max(start, offset + over);
    }
    Long under = rival.leads.get(block);
    if (under != null) {
      end = Math.min(end, offset - under);
    }
    return new Taken(start, end);
  }
}
