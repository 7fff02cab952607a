package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.backend.ProductFunction;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What the portable code of kernels costs: the counts of its parts by a chip's table. */
final class PortableCost {
  private final CostTable table;
  private final Set<String> far;
  private final List<ProductFunction> functions;
  private final Map<CostTable.Routine, Integer> routines = new LinkedHashMap<>();
  private final Set<ProductFunction> called = new LinkedHashSet<>();

  /**
   * Costs.
   *
   * @param functions what is called for sums of products
   * @param far functions of kernels whose constants short addresses may not reach
   */
  PortableCost(CostTable table, List<ProductFunction> functions, Set<String> far) {
    this.table = table;
    this.functions = functions;
    this.far = far;
  }

  /** Whether the figures come from the chip's core. */
  boolean isMeasured() {
    return table.isMeasured();
  }

  /** Flash of all routines of the library and functions that the kernels so far need, each once. */
  int libraryBytes() {
    return routines.values().stream().mapToInt(Integer::intValue).sum()
        + called.stream().mapToInt(ProductFunction::codeBytes).sum();
  }

  /** The library routines that the kernels so far need, with their bytes. */
  Map<CostTable.Routine, Integer> routines() {
    return Map.copyOf(routines);
  }

  KernelCost of(Kernel kernel) {
    Set<Buffer> arrays = new LinkedHashSet<>(kernel.inputs());
    arrays.addAll(kernel.outputs());
    arrays.addAll(kernel.scratch());
    PartCounts counts = PartCounter.count(kernel, arrays.size(), functions);
    double cycles = counts.callCycles();
    double bytes = counts.callBytes();
    int stack = 0;
    for (Map.Entry<PartCounts.Key, PartCounts.Count> entry : counts.all().entrySet()) {
      PartCounts.Key key = entry.getKey();
      cycles += entry.getValue().executed() * table.cycles(key.part(), key.type());
      bytes += entry.getValue().written() * table.bytes(key.part(), key.type());
      stack = Math.max(stack, table.stack(key.part(), key.type()));
      table.routines(key.part(), key.type()).forEach(r -> routines.put(r, table.bytes(r)));
    }
    called.addAll(counts.called());
    if (kernel.constants().stream().anyMatch(c -> c.element() == Element.I4)) {
      bytes += table.packed();
    }
    int constants = filled(kernel.constants());
    if (far.contains(kernel.function().name())) {
      cycles += loads(counts, PartCounts.Count::executed, table::farCycles);
      bytes += loads(counts, PartCounts.Count::written, table::farBytes);
      constants += kernel.constants().size(); // each may be filled up to a word
    }
    return new KernelCost(
        kernel.name(),
        kernel.step(),
        kernel.macs(),
        0,
        (long) Math.ceil(cycles),
        (int) Math.ceil(bytes),
        constants,
        stack + table.locals(counts.live()) + callStack(counts),
        false);
  }

  /** Flash of constants. */
  int filled(List<Buffer> constants) {
    return constants.stream().mapToInt(Buffer::bytes).map(table::filled).sum();
  }

  private static int callStack(PartCounts counts) {
    return counts.called().stream().mapToInt(ProductFunction::stackBytes).max().orElse(0);
  }

  /** What loads of constants take more, by how many there are. */
  private static double loads(
      PartCounts counts,
      ToDoubleFunction<PartCounts.Count> number,
      ToDoubleFunction<Element> each) {
    return counts.all().entrySet().stream()
        .filter(entry -> entry.getKey().part() == CostTable.Part.LOAD_CONSTANT)
        .mapToDouble(
            entry ->
                number.applyAsDouble(entry.getValue()) * each.applyAsDouble(entry.getKey().type()))
        .sum();
  }
}
