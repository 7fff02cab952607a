package dev.thimble.plan;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.bands.Bands;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What kernels need of the arena at least, by lifetimes alone: as if each wrote over what it reads
 * for the last time. A quick guess at which chains are worth being laid out.
 */
final class Needs {
  private final List<Kernel> kernels;
  private final Map<Buffer, Integer> first = new HashMap<>();
  private final Map<Buffer, Integer> last = new HashMap<>();
  private final long[] needs;

  Needs(Program program) {
    kernels = program.kernels();
    program.inputs().forEach(input -> use(input, -1));
    program.states().forEach(state -> use(state, -1));
    for (int i = 0; i < kernels.size(); i++) {
      for (Buffer buffer : arrays(kernels.get(i))) {
        use(buffer, i);
      }
    }
    program.outputs().forEach(output -> use(output, kernels.size()));
    program.states().forEach(state -> use(state, kernels.size()));
    needs = new long[kernels.size()];
    for (int i = 0; i < needs.length; i++) {
      needs[i] = need(i, i, Set.of());
    }
  }

  private void use(Buffer buffer, int now) {
    first.merge(buffer, now, Math::min);
    last.merge(buffer, now, Math::max);
  }

  private static Set<Buffer> arrays(Kernel kernel) {
    Set<Buffer> all = new HashSet<>(kernel.inputs());
    all.addAll(kernel.outputs());
    all.addAll(kernel.scratch());
    all.addAll(kernel.when());
    return all;
  }

  /** The kernel that needs the most. */
  int peak() {
    int peak = 0;
    for (int i = 0; i < needs.length; i++) {
      peak = needs[i] > needs[peak] ? i : peak;
    }
    return peak;
  }

  /** What the program needs with a chain in bands. */
  long with(Bands bands) {
    Set<Buffer> between = new HashSet<>();
    for (Kernel kernel : kernels.subList(bands.first(), bands.last())) {
      between.addAll(kernel.outputs());
    }
    long most = need(bands.first(), bands.last(), between) + bands.bytes();
    for (int i = 0; i < needs.length; i++) {
      most = i < bands.first() || i > bands.last() ? Math.max(most, needs[i]) : most;
    }
    return most;
  }

  /** Arrays that are needed during some kernels, as if these were one. */
  private long need(int from, int to, Set<Buffer> but) {
    long sum = 0;
    long dying = 0;
    long born = 0;
    for (Map.Entry<Buffer, Integer> entry : first.entrySet()) {
      Buffer buffer = entry.getKey();
      int end = last.getOrDefault(buffer, entry.getValue());
      if (entry.getValue() > to || end < from || but.contains(buffer)) {
        continue;
      }
      sum += buffer.bytes();
      dying = end <= to && entry.getValue() < from ? Math.max(dying, buffer.bytes()) : dying;
      born = entry.getValue() >= from && end > to ? Math.max(born, buffer.bytes()) : born;
    }
    return sum - Math.min(dying, born);
  }
}
