package dev.thimble.backend.cmsis;

import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines for cores without Thumb-2 (ARMv6-M, the baseline of ARMv8-M). Every instruction fills two
 * bytes, so distances are known, and long branches get around the short reach of conditional ones.
 * Only r0 to r7 can be loaded, stored and calculated with. Addresses of constants are words on the
 * stack, which the frame puts there.
 */
final class Thumb1Assembly extends ThumbAssembly {
  private static final int BYTES = 2;

  private static final int MOST_IMMEDIATE = 255;

  /**
   * Instructions that a conditional branch reaches, and one without condition, with some to spare.
   */
  private static final int NEAR = 120;

  private static final int FAR = 1000;

  private static final int WORD = 4;
  private static final List<List<String>> UPPER =
      List.of(List.of("r8", "r9"), List.of("r10", "r11"));

  private final int addresses;
  private boolean tooFar;

  /**
   * The lines that put addresses of constants onto the stack. They stand behind the first branch:
   * compilers put such pools where they like.
   */
  Thumb1Assembly(int constants) {
    addresses = slots(constants);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < constants; i++) {
      words.add(label());
      add("ldr r3, " + words.get(i)).put("r3", addresses + WORD * i);
    }
    if (constants > 0) {
      String end = label();
      add("b " + end);
      raw(".balign 4");
      for (int i = 0; i < constants; i++) {
        place(words.get(i));
        raw(".word %%c[c%d]".formatted(i));
      }
      place(end);
    }
  }

  @Override
  boolean reaches() {
    return !tooFar;
  }

  @Override
  int saveBytes() {
    return 2 * BYTES;
  }

  /** The upper registers are saved here: compilers do it in different ways. */
  @Override
  List<String> save() {
    List<String> all = new ArrayList<>(List.of("push {r7}"));
    for (List<String> pair : uppers()) {
      all.add("mov r5, " + pair.get(0));
      all.add("mov r6, " + pair.get(1));
      all.add("push {r5, r6}");
    }
    return all;
  }

  @Override
  List<String> restore() {
    List<String> all = new ArrayList<>();
    for (List<String> pair : uppers()) {
      all.addAll(
          0,
          List.of(
              "pop {r5, r6}",
              "mov %s, r5".formatted(pair.get(0)),
              "mov %s, r6".formatted(pair.get(1))));
    }
    all.add("pop {r7}");
    return all;
  }

  @Override
  int savedBytes() {
    return WORD * (1 + 2 * uppers().size());
  }

  /** Pairs of upper registers that the lines use. */
  private List<List<String>> uppers() {
    return UPPER.stream()
        .filter(pair -> lines().stream().anyMatch(l -> pair.stream().anyMatch(l::contains)))
        .toList();
  }

  @Override
  List<String> clobbered() {
    return List.of("r3", "r4", "r5", "r6", "r12", "lr");
  }

  @Override
  boolean loadsSigned() {
    return false;
  }

  @Override
  ThumbAssembly loadByte(String register, String base, int offset, boolean signed) {
    super.loadByte(register, base, offset, false);
    return signed ? add("sxtb %s, %s", register, register) : this;
  }

  @Override
  ThumbAssembly loadWord(String register, String base, int offset) {
    add("ldrh %s, [%s, #%d]", register, base, offset);
    return add("sxth %s, %s", register, register);
  }

  /** Without its sign. */
  @Override
  ThumbAssembly halfByte(String register, boolean lower) {
    if (lower) {
      add("lsls %s, %s, #28", register, register);
    }
    return add("lsrs %s, %s, #%d", register, register, lower ? 28 : 4);
  }

  /** In the same time for every number; r7 is used. */
  @Override
  ThumbAssembly saturate(String to, String from, int shift, Interval limits, String free) {
    if (shift > 0) {
      add("asrs %s, %s, #%d", to, from, shift);
    } else if (!to.equals(from)) {
      add("mov %s, %s", to, from);
    }
    int low = Math.toIntExact(limits.low());
    advance(to, -low);
    number(free, Math.toIntExact(limits.high() - low));
    return clip(to, free, "r7").advance(to, low);
  }

  @Override
  ThumbAssembly multiplyAdd(String sum, String factor, String lost) {
    return add("muls %s, %s, %s", lost, factor, lost).add("add %s, %s", sum, lost);
  }

  @Override
  ThumbAssembly address(String register, int constant) {
    return get(register, addresses + WORD * constant);
  }

  @Override
  ThumbAssembly plusWords(String first, String second, int slot, String free) {
    get("r7", slot).add("add %s, %s, r7", first, first);
    return get("r7", slot + WORD).add("add %s, %s, r7", second, second);
  }

  @Override
  ThumbAssembly advance(String register, int by) {
    int most = Math.abs(by);
    String name = by > 0 ? "adds" : "subs";
    if (most <= MOST_IMMEDIATE) {
      return by == 0 ? this : add("%s %s, %s, #%d", name, register, register, most);
    }
    return number("r7", most).add("%s %s, %s, r7", name, register, register);
  }

  /** Any number of 32 bits; r7 is used for registers above it. */
  @Override
  ThumbAssembly number(String register, int value) {
    if (!register.matches("r[0-7]")) {
      return number("r7", value).add("mov %s, r7", register);
    }
    if (value < 0 && value >= -MOST_IMMEDIATE) {
      return number(register, -value).add("rsbs %s, %s, #0", register, register);
    }
    long unsigned = Integer.toUnsignedLong(value);
    int zeros = Long.numberOfTrailingZeros(unsigned);
    if (unsigned <= MOST_IMMEDIATE) {
      return add("movs %s, #%d", register, value);
    } else if (zeros > 0) {
      number(register, (int) (unsigned >> zeros));
      return add("lsls %s, %s, #%d", register, register, zeros);
    }
    int low = value & MOST_IMMEDIATE;
    return number(register, value - low).add("adds %s, %s, #%d", register, register, low);
  }

  @Override
  ThumbAssembly ifZero(double share, Runnable body) {
    String next = label();
    String label = label();
    add("beq " + next).add("b " + label);
    place(next);
    int first = length();
    double start = executedUntilNow();
    body.run();
    executedUntilNow(start - share + share * (executedUntilNow() - start));
    place(label);
    tooFar |= length() - first > FAR;
    return this;
  }

  @Override
  ThumbAssembly rounds(double average, Runnable body, Runnable count) {
    String label = label();
    place(label);
    int first = length();
    double start = executedUntilNow();
    body.run();
    count.run();
    if (length() - first < NEAR) {
      add("bne " + label);
      executedUntilNow(start + average * (executedUntilNow() - start));
      return this;
    }
    String next = label();
    add("beq " + next).add("b " + label);
    place(next);
    tooFar |= length() - first > FAR;
    // The last round does not come to the second branch.
    executedUntilNow(start + average * (executedUntilNow() - start) - 1);
    return this;
  }
}
