package dev.thimble.plan;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interval;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Nest;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.Stmt;
import dev.thimble.kernel.bands.Reach;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How far an array that kernels write part by part may run into one that they read part by part
 * ({@link dev.thimble.kernel.bands.Bands}): what {@link Overlap} says of one kernel, of several.
 */
final class BandOverlap {
  private final List<Kernel> kernels;
  private final Program program;

  BandOverlap(Program program) {
    this.program = program;
    this.kernels = program.kernels();
  }

  /** Arrays that parts are read of, and that nobody needs behind the last of them. */
  Set<Buffer> inputs() {
    Set<Buffer> all = new LinkedHashSet<>();
    for (Kernel kernel : kernels) {
      kernel.part().ifPresent(part -> all.addAll(kernel.inputs()));
    }
    all.removeAll(program.outputs());
    all.removeAll(program.states());
    return all;
  }

  /** Arrays of which several kernels write parts. */
  Set<Buffer> outputs() {
    Set<Buffer> once = new LinkedHashSet<>();
    Set<Buffer> twice = new LinkedHashSet<>();
    for (Kernel kernel : kernels) {
      if (kernel.part().isPresent()) {
        kernel.outputs().stream().filter(output -> !once.add(output)).forEach(twice::add);
      }
    }
    twice.removeAll(program.states());
    return twice;
  }

  /**
   * How many bytes behind the start of the input the output may start at most, negative for before
   * it; nothing where they must be apart.
   *
   * @param first the kernel that writes the output first
   * @param last the kernel that reads the input last
   */
  OptionalLong lead(Buffer input, Buffer output, int first, int last) {
    if (first < 0 || first > last || !Overlap.mayAlias(input, output)) {
      return OptionalLong.empty();
    }
    long ahead = Long.MAX_VALUE / 2;
    long lead = Long.MAX_VALUE / 2;
    for (int i = last; i >= first; i--) {
      Kernel kernel = kernels.get(i);
      boolean reads = kernel.inputs().contains(input);
      boolean writes = kernel.outputs().contains(output);
      if (kernel.outputs().contains(input) || kernel.when().contains(input)) {
        return OptionalLong.empty();
      }
      if (!reads && !writes) {
        continue;
      }
      Optional<Nest> nest = nest(kernel);
      if (nest.isEmpty()) {
        return OptionalLong.empty();
      }
      if (writes) {
        long end = (Reach.written(nest.get()).high() + 1) * output.element().bytes();
        lead = Math.min(lead, ahead - end);
        OptionalLong own =
            reads ? Overlap.lead(kernel, input, output) : OptionalLong.of(Long.MAX_VALUE / 2);
        if (own.isEmpty()) {
          return own;
        }
        lead = Math.min(lead, own.getAsLong());
      }
      if (reads) {
        Optional<Interval> read = Reach.read(nest.get(), input);
        if (read.isEmpty()) {
          return OptionalLong.empty();
        }
        ahead = Math.min(ahead, read.get().low() * input.element().bytes());
      }
    }
    return OptionalLong.of(lead);
  }

  private static Optional<Nest> nest(Kernel kernel) {
    return kernel.body() instanceof Stmt.Do only ? Optional.of(only.nest()) : Optional.empty();
  }
}
