package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The function that runs the kernels one after the other, in a backend's own code: the C file holds
 * it beside portable C of the same.
 *
 * @param cost without the kernels and their calls: cycles where no flag and where every flag is
 *     set, flash, and stack with the function's own return address
 * @param body the lines of the function's body
 */
public record Driver(Claim.Cost cost, Code body) {
  /**
   * A call of a kernel's function.
   *
   * @param kernel its name, or that of the function that it is a call of
   * @param places where its arrays lie in the arena, in the order of its parameters
   * @param when the flags that must not be zero for it to run
   */
  public record Call(String kernel, List<Integer> places, List<Place> when) {
    /** Copies the lists. */
    public Call {
      places = List.copyOf(places);
      when = List.copyOf(when);
    }
  }

  /**
   * Calls one after the other that wait for the same flags; each that waits for none is a group of
   * its own.
   */
  public static List<List<Call>> groups(List<Call> calls) {
    List<List<Call>> groups = new ArrayList<>();
    List<Place> open = List.of();
    for (Call call : calls) {
      if (call.when().isEmpty() || !call.when().equals(open)) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(call);
      open = call.when();
    }
    return groups;
  }

  /** The first element of an array in the arena. */
  public record Place(int at, Element element) {}

  /** Lines of C that name functions as the file does. */
  @FunctionalInterface
  public interface Code {
    /**
     * The lines, without indentation.
     *
     * @param model the parameter that points to the instance
     * @param type the type that the function returns
     * @param step the name of a kernel's function
     */
    List<String> lines(String model, String type, UnaryOperator<String> step);
  }
}
