package dev.thimble.kernel.bands;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import java.util.HashSet;
import java.util.Set;

/** Names that nothing in a program has. */
final class FreeNames {
  private final Set<String> taken = new HashSet<>();

  FreeNames(Program program) {
    taken.addAll(program.values().keySet());
    program.arrays().forEach(array -> taken.add(array.name()));
    program.constants().stream().map(Buffer::name).forEach(taken::add);
    program.kernels().stream().map(Kernel::name).forEach(taken::add);
    program.functions().stream().map(Kernel::name).forEach(taken::add);
  }

  /** The name, with a number behind where it is taken. */
  String free(String name) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + i;
    }
    return free;
  }
}
