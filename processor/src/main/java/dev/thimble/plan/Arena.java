package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Affine;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Expr;
import dev.thimble.kernel.Expressions;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays arrays into the arena by their lifetimes: two arrays share bytes only if no kernel needs
 * both. A step that reads each element just before it writes it over works in place.
 *
 * <p>Blocks are placed largest first at the lowest offset that is free during their whole life.
 * Inputs may be overwritten once they were read for the last time; outputs stay until the next
 * inference.
 */
final class Arena {
  private final Program program;
  private final CostTable costs;
  private final Map<String, Block> blockOf = new LinkedHashMap<>();

  /** Arrays that share one place, and the kernels during which it is in use. */
  private static final class Block {
    private final List<Buffer> buffers = new ArrayList<>();
    private int first;
    private int last;
    private int bytes;
    private int alignment = 1;
    private int offset;

    private boolean meets(Block other) {
      return first <= other.last && other.first <= last;
    }
  }

  /** Offsets by array and the size of the whole. */
  record Layout(Map<String, Integer> addresses, int bytes) {}

  private Arena(Program program, CostTable costs) {
    this.program = program;
    this.costs = costs;
  }

  static Layout layout(Program program, CostTable costs) {
    return new Arena(program, costs).layout();
  }

  private Layout layout() {
    int end = program.kernels().size();
    program.states().forEach(state -> open(state, -1).last = end);
    program.inputs().forEach(input -> open(input, -1));
    if (program.stream().isPresent()) {
      // Samples of the next run come in while these are still to be read.
      program.outputs().forEach(output -> open(output, -1));
    }
    for (int i = 0; i < end; i++) {
      Kernel kernel = program.kernels().get(i);
      for (Buffer input : kernel.inputs()) {
        use(input, i);
      }
      for (Buffer flag : kernel.when()) {
        use(flag, i);
      }
      for (Buffer output : kernel.outputs()) {
        place(kernel, output, i);
      }
      for (Buffer scratch : kernel.scratch()) {
        open(scratch, i);
      }
    }
    program.outputs().forEach(output -> use(output, end));
    return assign();
  }

  private Block open(Buffer buffer, int now) {
    Block known = blockOf.get(buffer.name());
    if (known != null) {
      return known;
    }
    Block block = new Block();
    block.first = now;
    block.last = now;
    join(block, buffer);
    return block;
  }

  private void join(Block block, Buffer buffer) {
    block.buffers.add(buffer);
    block.bytes = Math.max(block.bytes, buffer.bytes());
    block.alignment = Math.max(block.alignment, costs.alignment(buffer.element()));
    blockOf.put(buffer.name(), block);
  }

  private void use(Buffer buffer, int now) {
    Block block = open(buffer, now);
    block.last = Math.max(block.last, now);
  }

  private void place(Kernel kernel, Buffer output, int now) {
    if (blockOf.containsKey(output.name())) {
      use(output, now);
      return;
    }
    Optional<Buffer> victim =
        kernel.inputs().stream()
            .filter(input -> inPlace(kernel, input, output) && dies(input, now))
            .findFirst();
    if (victim.isPresent()) {
      Block block = open(victim.get(), now);
      join(block, output);
      block.last = now;
    } else {
      open(output, now);
    }
  }

  /** Whether nothing after the kernel reads the array, nor the world. */
  private boolean dies(Buffer buffer, int now) {
    if (program.outputs().contains(buffer) || program.states().contains(buffer)) {
      return false;
    }
    return program.kernels().subList(now + 1, program.kernels().size()).stream()
        .noneMatch(later -> later.inputs().contains(buffer));
  }

  /** Whether each element is read at the very index that is then written, and nowhere else. */
  private static boolean inPlace(Kernel kernel, Buffer input, Buffer output) {
    if (!(kernel.body() instanceof Stmt.Do nested) || input.bytes() != output.bytes()) {
      return false;
    }
    Nest nest = nested.nest();
    return nest.reduce().isEmpty()
        && input.element().bytes() == output.element().bytes()
        && readsOnlyAt(nest.init(), input, nest.at());
  }

  private static boolean readsOnlyAt(Expr expr, Buffer input, Affine at) {
    boolean affine =
        Expressions.loads(expr).stream()
            .filter(load -> load.buffer().equals(input))
            .allMatch(load -> load.at().equals(at));
    return affine && !Expressions.looksUp(expr, input);
  }

  private Layout assign() {
    List<Block> blocks = blockOf.values().stream().distinct().toList();
    List<Block> order = new ArrayList<>(blocks);
    order.sort(Comparator.<Block>comparingInt(b -> -b.bytes).thenComparingInt(b -> b.first));
    List<Block> placed = new ArrayList<>();
    int size = 0;
    for (Block block : order) {
      block.offset = lowest(block, placed);
      placed.add(block);
      size = Math.max(size, block.offset + block.bytes);
    }
    Map<String, Integer> addresses = new LinkedHashMap<>();
    blockOf.forEach((name, block) -> addresses.put(name, block.offset));
    return new Layout(addresses, size);
  }

  private static int lowest(Block block, List<Block> placed) {
    List<Block> rivals = new ArrayList<>(placed.stream().filter(block::meets).toList());
    rivals.sort(Comparator.comparingInt(b -> b.offset));
    int offset = 0;
    for (Block rival : rivals) {
      if (offset + block.bytes <= rival.offset) {
        break;
      }
      int behind = Math.max(offset, rival.offset + rival.bytes);
      offset = (behind + block.alignment - 1) / block.alignment * block.alignment;
    }
    return offset;
  }
}
