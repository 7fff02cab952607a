package dev.thimble.backend.avr;

import dev.thimble.backend.Claim;
import dev.thimble.backend.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes samples one by one, and runs the kernels each time that there are enough: Y points to the
 * instance, r17:r16 to the samples, r15:r14 is how many are left, r13 whether there are new
 * outputs.
 */
final class PushFunction {
  private static final List<Integer> SAVED = List.of(13, 14, 15, 16, 17, 28, 29);

  private final Core core;
  private final Assembly lines;
  private final Driver.Samples samples;

  /** Cycles that only a run takes. */
  private long run;

  private PushFunction(Core core, Driver.Samples samples) {
    this.core = core;
    this.lines = new Assembly(core);
    this.samples = samples;
  }

  /** The function; its cycles are those of a call with one sample that does not run the kernels. */
  static Driver of(Core core, Driver.Samples samples) {
    return new PushFunction(core, samples).driver();
  }

  private Driver driver() {
    SAVED.forEach(register -> lines.two("push r" + register));
    lines.one("movw r28, r24").one("movw r16, r22").one("movw r14, r20").one("clr r13");
    String end = lines.label();
    lines.one("cp r1, r14").one("cpc r1, r15").two("brlt .+" + core.callBytes());
    lines.jump(core, end);
    lines.rounds(1, this::count, this::sample);
    lines.place(end);
    lines.one("mov r24, r13").one("ldi r25, 0");
    for (int i = SAVED.size() - 1; i >= 0; i--) {
      lines.two("pop r" + SAVED.get(i));
    }
    Claim.Cost cost =
        Claim.Cost.constant(
            lines.cycles() - run + core.aroundCycles(),
            lines.bytes() + 2,
            SAVED.size() + core.counterBytes());
    return new Driver(cost, this::function);
  }

  /** One sample less. */
  private void count() {
    lines.one("ldi r24, 1").one("sub r14, r24").one("sbc r15, r1");
  }

  private void sample() {
    lines.one("movw r30, r16").two("ld r20, Z+").two("ld r21, Z+").one("movw r16, r30");
    point(samples.filled());
    lines.two("ld r18, Z").two("ldd r19, Z+1");
    lines
        .one("movw r26, r18")
        .one("lsl r26")
        .one("rol r27")
        .one("add r26, r28")
        .one("adc r27, r29");
    lines.advance(Registers.X, samples.input().at(), true);
    lines.two("st X+, r20").two("st X, r21");
    lines.one("subi r18, 255").one("sbci r19, 255").two("std Z+1, r19").two("st Z, r18");
    lines.one("cpi r18, " + (samples.length() & 0xff)).one("ldi r20, " + (samples.length() >> 8));
    lines.one("cpc r19, r20").one("breq .+" + core.callBytes());
    String next = lines.label();
    lines.jump(core, next);
    long before = lines.cycles();
    full(next);
    // The jump over it takes two or three cycles.
    run = lines.cycles() - before - (core.callBytes() == 2 ? 2 : 3);
    lines.place(next);
  }

  /** Runs the kernels and asks their flags. */
  private void full(String next) {
    lines.two("st Z, r1").two("std Z+1, r1").one("movw r24, r28");
    lines.call(core, "%x[run]");
    for (Driver.Place flag : samples.fresh()) {
      point(flag);
      lines.two("ld r24, Z").one("tst r24").two("brne .+" + core.callBytes());
      lines.jump(core, next);
    }
    lines.one("ldi r24, 1").one("mov r13, r24");
  }

  private void point(Driver.Place place) {
    lines.one("movw r30, r28");
    lines.advance(30, place.at(), true);
  }

  private List<String> function(String model, String type, UnaryOperator<String> names) {
    List<String> body = new ArrayList<>();
    body.add("register uint16_t at __asm__(\"r24\") = (uint16_t)%s;".formatted(model));
    body.add("register const int16_t *from __asm__(\"r22\") = samples;");
    body.add("register int left __asm__(\"r20\") = count;");
    body.add("__asm__ __volatile__(");
    lines.lines().forEach(line -> body.add("  " + line));
    body.add("  : \"+r\"(at), \"+r\"(from), \"+r\"(left)");
    body.add("  : [run] \"i\"(%s)".formatted(names.apply(Driver.RUN)));
    body.add("  : \"r0\", \"r18\", \"r19\", \"r26\", \"r27\", \"r30\", \"r31\",");
    body.add("    \"memory\");");
    body.add("return (%s)at;".formatted(type));
    return body;
  }
}
