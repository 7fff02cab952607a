package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Element;
import dev.thimble.kernel.Kernel;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What the portable code of kernels costs: the counts of its parts by a chip's table. */
final class PortableCost {
  private final CostTable table;
  private final Map<CostTable.Routine, Integer> routines = new LinkedHashMap<>();

  PortableCost(CostTable table) {
    this.table = table;
  }

  /** Flash of all library routines that the kernels so far need, each once. */
  int libraryBytes() {
    return routines.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The library routines that the kernels so far need, with their bytes. */
  Map<CostTable.Routine, Integer> routines() {
    return Map.copyOf(routines);
  }

  KernelCost of(Kernel kernel) {
    Set<Buffer> arrays = new LinkedHashSet<>(kernel.inputs());
    arrays.addAll(kernel.outputs());
    arrays.addAll(kernel.scratch());
    PartCounts counts = PartCounter.count(kernel, arrays.size());
    double cycles = 0;
    double bytes = 0;
    int stack = 0;
    for (Map.Entry<PartCounts.Key, PartCounts.Count> entry : counts.all().entrySet()) {
      PartCounts.Key key = entry.getKey();
      cycles += entry.getValue().executed() * table.cycles(key.part(), key.type());
      bytes += entry.getValue().written() * table.bytes(key.part(), key.type());
      stack = Math.max(stack, table.stack(key.part(), key.type()));
      table.routines(key.part(), key.type()).forEach(r -> routines.put(r, table.bytes(r)));
    }
    if (kernel.constants().stream().anyMatch(c -> c.element() == Element.I4)) {
      bytes += table.packed();
    }
    return new KernelCost(
        kernel.name(),
        kernel.step(),
        kernel.macs(),
        0,
        (long) Math.ceil(cycles),
        (int) Math.ceil(bytes),
        kernel.constants().stream().mapToInt(Buffer::bytes).sum(),
        stack + table.locals(counts.live()),
        false);
  }
}
