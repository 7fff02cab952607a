package dev.thimble.backend;

import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A function around the kernels in a backend's own code: the C file holds it beside portable C of
 * the same.
 *
 * @param cost without the functions that it calls: of a run, cycles where no flag and where every
 *     flag is set, of taking samples, cycles of one; flash, and stack with the function's own
 *     return address
 * @param body the lines of the function's body
 */
public record Driver(Claim.Cost cost, Code body) {
  /** What code calls the run function. */
  public static final String RUN = "run";

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

  /**
   * What an array of the arena holds at the start.
   *
   * @param place where it lies
   * @param length number of elements
   * @param value what each of them is, where there is no table
   * @param table the name of an array in flash that short addresses reach, with one for each
   */
  public record Fill(Place place, int length, long value, Optional<String> table) {}

  /**
   * Where samples of 16 bits are gathered as they come.
   *
   * @param input where to
   * @param length how many make a run
   * @param filled how many are there, of 16 bits
   * @param fresh what is not zero after a run, all of it, if the run brought outputs
   */
  public record Samples(Place input, int length, Place filled, List<Place> fresh) {
    /** Copies the list. */
    public Samples {
      fresh = List.copyOf(fresh);
    }
  }

  /** Lines of C that name functions as the file does. */
  @FunctionalInterface
  public interface Code {
    /**
     * The lines, without indentation; parameters beside the instance have the names that the header
     * gives them.
     *
     * @param model the parameter that points to the instance
     * @param type the type that the function returns
     * @param names the name of a kernel's function, of a table, or of the run function, which is
     *     {@link #RUN}
     */
    List<String> lines(String model, String type, UnaryOperator<String> names);
  }
}
