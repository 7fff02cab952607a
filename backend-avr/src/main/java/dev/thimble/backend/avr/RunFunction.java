package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.backend.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The calls of all kernels as one block of assembly: Y points to the instance in between. */
final class RunFunction {
  private static final int FIRST = 24;
  private static final int LAST = 8;
  private static final int REACH = 63;

  /**
   * A block of assembly has at most 30 operands, of which the instance takes two. More calls are
   * blocks one after the other, with nothing between them.
   */
  private static final int MOST_CALLS = 28;

  private final Core core;
  private final Assembly lines;
  private final List<Driver.Call> calls;
  private long skipped;

  /** Where a block begins: how many lines and how many calls come before it. */
  private record Cut(int lines, int calls) {}

  private final List<Cut> cuts = new ArrayList<>(List.of(new Cut(0, 0)));

  private RunFunction(Core core, List<Driver.Call> calls) {
    this.core = core;
    this.lines = new Assembly(core);
    this.calls = calls;
  }

  /** The function, unless a kernel has more arrays than there are registers for. */
  static Optional<Driver> of(Core core, List<Driver.Call> calls, Optional<Driver.Place> result) {
    boolean fits =
        Driver.groups(calls).stream().allMatch(group -> group.size() <= MOST_CALLS)
            && calls.stream().allMatch(call -> register(call.places().size() - 1) >= LAST);
    return fits ? Optional.of(new RunFunction(core, calls).driver(result)) : Optional.empty();
  }

  /** A new block begins if so many calls from one on have no room in this one. */
  private void room(int call, int count) {
    if (call + count - cuts.get(cuts.size() - 1).calls() > MOST_CALLS) {
      cuts.add(new Cut(lines.lines().size(), call));
    }
  }

  private static int register(int argument) {
    return FIRST - 2 * argument;
  }

  private Driver driver(Optional<Driver.Place> result) {
    List<Integer> saved = new ArrayList<>();
    int most = calls.stream().mapToInt(call -> call.places().size()).max().orElse(0);
    for (int low = 16; low >= register(Math.max(0, most - 1)); low -= 2) {
      saved.add(low);
      saved.add(low + 1);
    }
    saved.add(28);
    saved.add(29);
    saved.forEach(register -> lines.two("push r" + register));
    lines.one("movw r28, r24");
    int first = 0;
    for (List<Driver.Call> group : Driver.groups(calls)) {
      group(first, first + group.size());
      first += group.size();
    }
    result.ifPresent(this::result);
    for (int i = saved.size() - 1; i >= 0; i--) {
      lines.two("pop r" + saved.get(i));
    }
    long most1 = lines.cycles() + core.returnCycles();
    Claim.Cost cost =
        new Claim.Cost(
            most1 - skipped, most1, lines.bytes() + 2, saved.size() + core.counterBytes());
    return new Driver(cost, this::function);
  }

  /** Calls that wait for the same flags. */
  private void group(int from, int to) {
    List<Driver.Place> when = calls.get(from).when();
    room(from, to - from);
    String end = when.isEmpty() ? "" : lines.label();
    long least = lines.cycles();
    for (Driver.Place flag : when) {
      point(30, flag.at());
      lines.two("ld r24, Z").one("tst r24").two("brne .+" + core.callBytes());
      lines.jump(core, end);
    }
    long tests = lines.cycles();
    for (int i = from; i < to; i++) {
      call(i);
    }
    if (!when.isEmpty()) {
      lines.place(end);
      // The first test alone: the branch not taken, and the jump.
      long first = (tests - least) / when.size() - 1 + (core.callBytes() == 2 ? 2 : 3);
      skipped += Math.max(0, lines.cycles() - least - first);
    }
  }

  private void call(int index) {
    List<Integer> places = calls.get(index).places();
    for (int i = 0; i < places.size(); i++) {
      int low = register(i);
      if (index == 0 && calls.get(0).when().isEmpty() && low == FIRST && places.get(i) == 0) {
        continue; // it is there from the start
      }
      if (Words.isUpper(low)) {
        point(low, places.get(i));
      } else {
        point(Registers.X, places.get(i));
        lines.one("movw r%d, r26".formatted(low));
      }
    }
    lines.call(core, "%x[f" + index + "]");
  }

  private void point(int low, int offset) {
    lines.one("movw r%d, r28".formatted(low));
    boolean short16 = low >= FIRST && offset <= REACH;
    lines.advance(low, offset, short16);
  }

  /** The first element of the result in the registers in which a number is returned. */
  private void result(Driver.Place place) {
    String from = "Y+" + place.at();
    int bytes = Math.min(2, place.element().bytes());
    if (place.at() + bytes - 1 > REACH) {
      point(30, place.at());
      from = "Z+0";
    }
    String base = from.substring(0, 2);
    int at = Integer.parseInt(from.substring(2));
    lines.two("ldd r24, " + base + at);
    if (bytes == 2) {
      lines.two("ldd r25, " + base + (at + 1));
    } else if (place.element().range().low() < 0) {
      lines.one("mov r25, r24").one("lsl r25").one("sbc r25, r25");
    } else {
      lines.one("ldi r25, 0");
    }
  }

  private List<String> function(String model, String type, UnaryOperator<String> step) {
    List<String> body = new ArrayList<>();
    body.add("register uint16_t at __asm__(\"r24\") = (uint16_t)%s;".formatted(model));
    for (int i = 0; i < cuts.size(); i++) {
      boolean last = i + 1 == cuts.size();
      Cut next = last ? new Cut(lines.lines().size(), calls.size()) : cuts.get(i + 1);
      block(cuts.get(i), next, step, body);
    }
    if (!type.isEmpty()) {
      body.add("return (%s)at;".formatted(type));
    }
    return body;
  }

  private void block(Cut from, Cut to, UnaryOperator<String> step, List<String> body) {
    body.add("__asm__ __volatile__(");
    lines.lines().subList(from.lines(), to.lines()).forEach(line -> body.add("  " + line));
    body.add("  : \"+r\"(at)");
    List<String> operands = new ArrayList<>();
    for (int i = from.calls(); i < to.calls(); i++) {
      operands.add("[f%d] \"i\"(%s)".formatted(i, step.apply(calls.get(i).kernel())));
    }
    for (int i = 0; i < operands.size(); i++) {
      String end = i + 1 < operands.size() ? "," : "";
      body.add((i == 0 ? "  : " : "    ") + operands.get(i) + end);
    }
    if (operands.isEmpty()) {
      body.add("  :");
    }
    body.add(
        "  : \"r0\", \"r18\", \"r19\", \"r20\", \"r21\", \"r22\", \"r23\", \"r26\", \"r27\","
            + " \"r30\", \"r31\",");
    body.add("    \"memory\");");
  }
}
