package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.backend.Driver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What arrays hold at the start, in one block of assembly: X moves over them by address. */
final class StartFunction {
  /** A block of assembly has at most 30 operands, of which the instance takes two. */
  private static final int MOST_TABLES = 28;

  /** A loop over numbers has its bytes in r18 to r21. */
  private static final int MOST_BYTES = 4;

  private static final int FIRST_BYTE = 18;
  private static final int COUNTER = 24;
  private static final int MOST_UNROLLED = 4;

  private final Assembly lines;
  private final List<String> tables = new ArrayList<>();
  private int position;

  private StartFunction(Core core) {
    this.lines = new Assembly(core);
  }

  /** Bytes that begin with the same, or come from a table. */
  private record Run(int at, int count, List<Integer> bytes, Optional<String> table) {
    static Run of(Driver.Fill fill) {
      int size = fill.place().element().bytes();
      List<Integer> bytes = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        bytes.add(Widths.at(fill.value(), i));
      }
      boolean same = bytes.stream().distinct().count() == 1;
      boolean single = same || fill.table().isPresent();
      return new Run(
          fill.place().at(),
          single ? fill.length() * size : fill.length(),
          single ? bytes.subList(0, 1) : bytes,
          fill.table());
    }

    int end() {
      return at + count * bytes.size();
    }

    boolean continues(Run before) {
      return before.end() == at
          && table.isEmpty()
          && before.table.isEmpty()
          && bytes.equals(before.bytes);
    }
  }

  /** The function, unless there are numbers of 64 bits or very many tables. */
  static Optional<Driver> of(Core core, List<Driver.Fill> fills) {
    List<Run> runs = new ArrayList<>();
    fills.stream()
        .sorted(Comparator.comparingInt(fill -> fill.place().at()))
        .map(Run::of)
        .forEach(run -> add(runs, run));
    boolean fits =
        runs.stream().allMatch(run -> run.bytes().size() <= MOST_BYTES)
            && runs.stream().filter(run -> run.table().isPresent()).count() <= MOST_TABLES;
    return fits ? Optional.of(new StartFunction(core).driver(core, runs)) : Optional.empty();
  }

  private static void add(List<Run> runs, Run next) {
    int last = runs.size() - 1;
    if (last >= 0 && next.continues(runs.get(last))) {
      Run before = runs.remove(last);
      runs.add(new Run(before.at(), before.count() + next.count(), next.bytes(), next.table()));
    } else {
      runs.add(next);
    }
  }

  private Driver driver(Core core, List<Run> runs) {
    lines.one("movw r26, r24");
    for (Run run : runs) {
      lines.advance(Registers.X, run.at() - position, true);
      run.table().ifPresentOrElse(table -> copy(table, run.count()), () -> fill(run));
      position = run.end();
    }
    long cycles = lines.cycles() + core.aroundCycles();
    return new Driver(
        Claim.Cost.constant(cycles, lines.bytes() + 2, core.counterBytes()), this::function);
  }

  private void copy(String table, int bytes) {
    String operand = "%[t" + tables.size() + "]";
    tables.add(table);
    lines.one("ldi r30, lo8(" + operand + ")").one("ldi r31, hi8(" + operand + ")");
    times(bytes, () -> lines.near("r0").two("st X+, r0"));
  }

  private void fill(Run run) {
    List<String> registers = new ArrayList<>();
    for (int value : run.bytes()) {
      String register = value == 0 ? "r1" : "r" + (FIRST_BYTE + registers.size());
      if (value != 0) {
        lines.one("ldi %s, %d".formatted(register, value));
      }
      registers.add(register);
    }
    times(run.count(), () -> registers.forEach(register -> lines.two("st X+, " + register)));
  }

  private void times(int count, Runnable body) {
    if (count <= MOST_UNROLLED) {
      for (int i = 0; i < count; i++) {
        body.run();
      }
      return;
    }
    lines.one("ldi r%d, %d".formatted(COUNTER, count & 0xff));
    if (count <= 256) {
      lines.rounds(count, () -> lines.one("dec r" + COUNTER), body);
    } else {
      lines.one("ldi r%d, %d".formatted(COUNTER + 1, count >> 8));
      lines.rounds(count, () -> lines.two("sbiw r%d, 1".formatted(COUNTER)), body);
    }
  }

  private List<String> function(String model, String type, UnaryOperator<String> names) {
    List<String> body = new ArrayList<>();
    body.add("register uint16_t at __asm__(\"r24\") = (uint16_t)%s;".formatted(model));
    body.add("__asm__ __volatile__(");
    lines.lines().forEach(line -> body.add("  " + line));
    body.add("  : \"+r\"(at)");
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      operands.add("[t%d] \"i\"(%s)".formatted(i, names.apply(tables.get(i))));
    }
    body.add("  : " + String.join(",\n    ", operands));
    body.add("  : \"r0\", \"r18\", \"r19\", \"r20\", \"r21\", \"r26\", \"r27\", \"r30\", \"r31\",");
    body.add("    \"memory\");");
    return body;
  }
}
