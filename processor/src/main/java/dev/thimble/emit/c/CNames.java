package dev.thimble.emit.c;

import dev.thimble.emit.ModelOutline;
import dev.thimble.kernel.Buffer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * C identifiers of a model: all start with its name.
 *
 * @param prefix the model's C name: {@code digits}
 * @param taken what the header declares: private names give way to it
 */
public record CNames(String prefix, Set<String> taken) {
  /** Copies the set. */
  public CNames {
    taken = Set.copyOf(taken);
  }

  /** The names of a model. */
  public static CNames of(ModelOutline model) {
    String prefix = model.name().cName();
    Set<String> taken = new HashSet<>();
    Stream.concat(model.inputs().stream(), model.outputs().stream())
        .forEach(port -> taken.add(prefix + "_" + port.step()));
    return new CNames(prefix, taken);
  }

  /** Start of every macro: {@code DIGITS}. */
  public String macro() {
    return prefix.toUpperCase(Locale.ROOT);
  }

  /** The macro that chooses claims: it is 1 where they compile and are wanted. */
  public String claimed() {
    return macro() + "_CLAIMED";
  }

  /** The struct's type. */
  public String type() {
    return prefix + "_t";
  }

  /** The function of a kernel. */
  public String step(String kernel) {
    return free(prefix + "_step_" + kernel);
  }

  /** A constant array. */
  public String constant(Buffer buffer) {
    return free(prefix + "_" + buffer.name());
  }

  /** A helper function. */
  public String helper(String name) {
    return free(prefix + "_" + name);
  }

  /**
   * Whether a parameter cannot have the name: C has it, or a function or constant that kernels use.
   */
  boolean isReserved(String name) {
    return CWords.isReserved(name) || name.startsWith(prefix + "_") && !name.endsWith("_");
  }

  private String free(String name) {
    return taken.contains(name) ? free(name + "_") : name;
  }
}
