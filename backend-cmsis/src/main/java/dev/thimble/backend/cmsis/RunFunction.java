package dev.thimble.backend.cmsis;

import dev.thimble.backend.Claim;
import dev.thimble.backend.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The calls of all kernels in assembly: r4 points to the instance in between, arrays are handed
 * over as AAPCS wants it, four in registers and the rest on the stack. The C around it saves r4 and
 * the return address, so that the stack stays aligned to eight bytes.
 */
final class RunFunction {
  private static final int WORD = 4;
  private static final int IN_REGISTERS = 4;

  /** Saving, moving the instance to r4, restoring. */
  private static final int AROUND = 3;

  private static final int AROUND_BYTES = 6;
  private static final int SAVED_BYTES = 2 * WORD;

  /** A block of assembly has at most 30 operands; more calls are blocks one after the other. */
  private static final int MOST_CALLS = 24;

  private final boolean thumb2;
  private final ThumbAssembly lines;
  private final List<Driver.Call> calls;
  private final List<List<String>> blocks = new ArrayList<>();
  private final List<Integer> firsts = new ArrayList<>();
  private int taken;
  private int open;
  private long skipped;
  private int stack;

  private RunFunction(boolean thumb2, List<Driver.Call> calls) {
    this.thumb2 = thumb2;
    this.lines = thumb2 ? new ThumbAssembly() : new Thumb1Assembly(0);
    this.calls = calls;
  }

  /** The function, unless too many kernels wait for the same flags. */
  static Optional<Driver> of(
      boolean thumb2, List<Driver.Call> calls, Optional<Driver.Place> result) {
    List<List<Driver.Call>> groups = Driver.groups(calls);
    boolean fits = groups.stream().allMatch(group -> group.size() <= MOST_CALLS);
    return fits && !calls.isEmpty()
        ? Optional.of(new RunFunction(thumb2, calls).driver(groups, result))
        : Optional.empty();
  }

  private Driver driver(List<List<Driver.Call>> groups, Optional<Driver.Place> result) {
    int index = 0;
    for (List<Driver.Call> group : groups) {
      if (open + group.size() > MOST_CALLS) {
        cut(index);
      }
      group(index, group);
      index += group.size();
      open += group.size();
    }
    result.ifPresent(this::result);
    cut(index);
    int bytes = AROUND_BYTES + ThumbEncoding.bytes(lines.lines());
    // The kernels count their calls.
    long most = AROUND + lines.executed() - calls.size();
    Claim.Cost cost =
        new Claim.Cost(most - skipped, most, (bytes + WORD - 1) / WORD * WORD, SAVED_BYTES + stack);
    return new Driver(cost, this::function);
  }

  /** A block ends before the call. */
  private void cut(int call) {
    List<String> all = lines.lines();
    blocks.add(all.subList(taken, all.size()));
    firsts.add(call - open);
    taken = all.size();
    open = 0;
  }

  private void group(int first, List<Driver.Call> group) {
    List<Driver.Place> when = group.get(0).when();
    String end = when.isEmpty() ? "" : lines.label();
    long start = lines.executed();
    for (Driver.Place flag : when) {
      point("r0", flag.at());
      lines.add("ldrb r0, [r0]");
      if (thumb2) {
        lines.add("cmp r0, #0").add("beq " + end);
      } else {
        String next = lines.label();
        lines.add("cmp r0, #0").add("bne " + next).add("b " + end);
        lines.place(next);
        lines.executedUntilNow(lines.executedUntilNow() - 1);
      }
    }
    long tests = lines.executed() - start;
    for (int i = 0; i < group.size(); i++) {
      call(first + i, group.get(i).places());
    }
    if (!when.isEmpty()) {
      lines.place(end);
      // At least the first test; without Thumb-2 it ends in a jump.
      long least = tests / when.size() + (thumb2 ? 0 : 1);
      long counted = lines.executed() - start - group.size();
      skipped += Math.max(0, counted - least);
    }
  }

  private void call(int index, List<Integer> places) {
    int onStack = Math.max(0, places.size() - IN_REGISTERS);
    int room = (onStack + 1) / 2 * 2 * WORD;
    stack = Math.max(stack, room);
    if (room > 0) {
      lines.add("sub sp, sp, #" + room);
    }
    for (int i = places.size() - 1; i >= 0; i--) {
      if (i >= IN_REGISTERS) {
        point("r0", places.get(i));
        lines.put("r0", WORD * (i - IN_REGISTERS));
      } else {
        point("r" + i, places.get(i));
      }
    }
    lines.add("bl %c[f" + index + "]");
    if (room > 0) {
      lines.add("add sp, sp, #" + room);
    }
  }

  /** The address of a place in the instance. */
  private void point(String register, int offset) {
    if (offset == 0) {
      lines.add("mov %s, r4", register);
    } else if (offset < 8) {
      lines.add("adds %s, r4, #%d", register, offset);
    } else if (thumb2 && offset < 4096) {
      lines.add("addw %s, r4, #%d", register, offset);
    } else {
      lines.number(register, offset).add("add %s, %s, r4", register, register);
    }
  }

  /** The first element of the result in r0. */
  private void result(Driver.Place place) {
    boolean signed = place.element().range().low() < 0;
    point("r0", place.at());
    switch (place.element().bytes()) {
      case 1 -> lines.add("ldrb r0, [r0]");
      case 2 -> lines.add("ldrh r0, [r0]");
      default -> lines.add("ldr r0, [r0]");
    }
    if (signed && place.element().bytes() <= 2) {
      lines.add(place.element().bytes() == 1 ? "sxtb r0, r0" : "sxth r0, r0");
    }
  }

  private List<String> function(String model, String type, UnaryOperator<String> step) {
    List<String> body = new ArrayList<>();
    body.add("register uint8_t *base __asm__(\"r4\") = (uint8_t *)%s;".formatted(model));
    if (!type.isEmpty()) {
      body.add("register int32_t result __asm__(\"r0\");");
    }
    for (int i = 0; i < blocks.size(); i++) {
      boolean last = i + 1 == blocks.size();
      block(i, last ? calls.size() : firsts.get(i + 1), last && !type.isEmpty(), step, body);
    }
    if (!type.isEmpty()) {
      body.add("return (%s)result;".formatted(type));
    }
    return body;
  }

  private void block(
      int block, int end, boolean returns, UnaryOperator<String> step, List<String> body) {
    body.add("__asm__ __volatile__(");
    body.add("  " + ThumbAssembly.line(".syntax unified"));
    blocks.get(block).forEach(line -> body.add("  " + line));
    body.add(returns ? "  : \"=&r\"(result)" : "  :");
    List<String> operands = new ArrayList<>(List.of("\"r\"(base)"));
    for (int i = firsts.get(block); i < end; i++) {
      operands.add("[f%d] \"i\"(%s)".formatted(i, step.apply(calls.get(i).kernel())));
    }
    for (int i = 0; i < operands.size(); i++) {
      String comma = i + 1 < operands.size() ? "," : "";
      body.add((i == 0 ? "  : " : "    ") + operands.get(i) + comma);
    }
    String first = returns ? "" : "\"r0\", ";
    body.add("  : " + first + "\"r1\", \"r2\", \"r3\", \"r12\", \"lr\", \"cc\",");
    body.add("#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)");
    body.add("    \"d0\", \"d1\", \"d2\", \"d3\", \"d4\", \"d5\", \"d6\", \"d7\",");
    body.add("#endif");
    body.add("    \"memory\");");
  }
}
