package dev.thimble.emit.java;

import dev.thimble.emit.ModelOutline;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Program;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of a twin's arrays: those of the steps, with an underscore behind where the twin itself
 * uses the name.
 */
final class TwinNames {
  /** Types, which a variable of that name would hide, and the variables of generated methods. */
  private static final Set<String> USED =
      Set.of(
          "Arrays",
          "Constants",
          "HostTwin",
          "Kernels",
          "MADE_FROM",
          "Object",
          "Override",
          "String",
          "System",
          "TwinBytes",
          "TwinConstants",
          "at",
          "inputs",
          "kernel",
          "results");

  /** What kernels cannot call a parameter. */
  static final Set<String> IN_KERNELS = Set.of("Constants");

  private final Map<String, String> fields = new HashMap<>();

  TwinNames(ModelOutline model, Program program) {
    Set<String> taken = new HashSet<>(USED);
    taken.add(model.name().twin());
    model.decision().ifPresent(decision -> taken.add(TwinRuns.enumName(decision)));
    model.steps().forEach(step -> taken.add(argument(step.name())));
    for (Buffer buffer : program.arrays()) {
      String name = buffer.name();
      while (!taken.add(name)) {
        name += "_";
      }
      fields.put(buffer.name(), name);
    }
  }

  /** The field of an array. */
  String field(Buffer buffer) {
    return fields.getOrDefault(buffer.name(), buffer.name());
  }

  /** The condition that all flags are set. */
  String allSet(List<Buffer> flags) {
    return flags.stream().map(flag -> field(flag) + "[0] != 0").collect(Collectors.joining(" && "));
  }

  /** The parameter by which a step's integers are given. */
  static String argument(String step) {
    return step + "Values";
  }
}
