package dev.thimble.backend.cmsis;

import dev.thimble.backend.ProductFunction;
import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * The functions that add up products of neighbouring bytes: with Helium, with DSP instructions,
 * with Thumb-2, with Thumb.
 */
final class ByteProducts {
  private static final int LEAST = 8;
  private static final int BLOCK = 8;
  private static final int LANES = 16;

  /** What the compiler puts around the block and its call: an estimate, and bytes at most. */
  private static final int AROUND = 14;

  private static final int AROUND_BYTES = 56;

  private static final int CALL_BYTES = 28;

  private static final int FOUR = 4;

  /** Thumb-2 moves pointers along. */
  private static final List<String> WIDE =
      List.of("ldrsb r4, [r1], #1", "ldrsb r5, [r2], #1", "add r4, r4, r12", "mla r0, r4, r5, r0");

  /** Thumb takes what is left to do as an index, from the last product to the first. */
  private static final List<String> NARROW =
      List.of(
          "ldrsb r4, [r1, r3]",
          "ldrsb r5, [r2, r3]",
          "add r4, r12",
          "muls r4, r5, r4",
          "adds r0, r0, r4");

  /** Counts, and in Thumb comes to the next product. */
  private static final String NEXT = "subs r3, r3, #1";

  private static final List<String> BASES = List.of("subs r1, r1, #1", "subs r2, r2, #1");

  private ByteProducts() {}

  static List<ProductFunction> of(String core) {
    if (CortexC.hasHelium(core)) {
      return List.of(function(helium(), List.of("r4", "lr", "q0", "q1"), ByteProducts::vectors));
    }
    if (CortexC.hasDsp(core)) {
      return List.of(function(dsp(), List.of("r4", "r5", "r6", "lr"), ByteProducts::pairs));
    }
    boolean narrow = !CortexC.hasThumb2(core);
    List<String> clobbered = List.of("r4", "r5", "r6");
    return List.of(function(singles(narrow), clobbered, count -> singles(narrow, count)));
  }

  private static ProductFunction function(
      List<String> body, List<String> clobbered, IntUnaryOperator executed) {
    List<String> lines = body.stream().map(ThumbAssembly::line).toList();
    return new ProductFunction(
        "products",
        Element.I8,
        Element.I8,
        LEAST,
        lines,
        clobbered,
        count -> AROUND + executed.applyAsInt(count),
        ThumbEncoding.bytes(lines) + AROUND_BYTES,
        CALL_BYTES,
        8 * Integer.BYTES);
  }

  /** 16 products at a time, the last ones by a mask; the sum of the weights meets the offset. */
  private static List<String> helium() {
    return List.of(
        ".syntax unified",
        "movs r4, #0",
        "dlstp.8 lr, r3",
        ".L%=_0:",
        "vldrb.u8 q0, [r1], #16",
        "vldrb.u8 q1, [r2], #16",
        "vmladava.s8 r0, q0, q1",
        "vaddva.s8 r4, q1",
        "letp lr, .L%=_0",
        "mla r0, r4, r12, r0");
  }

  private static int vectors(int count) {
    return 3 + 5 * ((count + LANES - 1) / LANES);
  }

  /** Eight products at a time, then four, then one by one. */
  private static List<String> dsp() {
    List<String> code = new ArrayList<>(List.of(".syntax unified"));
    code.add("pkhbt r12, r12, r12, lsl #16");
    code.addAll(List.of("subs r3, r3, #8", "blt .L%=_1", ".L%=_0:"));
    code.addAll(four());
    code.addAll(four());
    code.addAll(List.of("subs r3, r3, #8", "bge .L%=_0", ".L%=_1:"));
    code.addAll(List.of("adds r3, r3, #8", "tst r3, #4", "beq .L%=_2"));
    code.addAll(four());
    code.addAll(List.of(".L%=_2:", "ands r3, r3, #3", "beq .L%=_4", "sxth r12, r12", ".L%=_3:"));
    code.addAll(List.of("ldrsb r4, [r1], #1", "ldrsb r5, [r2], #1", "add r4, r4, r12"));
    code.addAll(List.of("mla r0, r4, r5, r0", "subs r3, r3, #1", "bne .L%=_3", ".L%=_4:"));
    return code;
  }

  private static List<String> four() {
    return List.of(
        "ldr r5, [r1], #4",
        "ldr r6, [r2], #4",
        "sxtab16 r4, r12, r5",
        "sxtab16 r5, r12, r5, ror #8",
        "sxtb16 lr, r6",
        "sxtb16 r6, r6, ror #8",
        "smlad r0, r4, lr, r0",
        "smlad r0, r5, r6, r0");
  }

  /** Four products at a time, then one by one. */
  private static List<String> singles(boolean narrow) {
    List<String> code = new ArrayList<>(List.of(".syntax unified"));
    if (narrow) {
      code.addAll(BASES);
    }
    code.addAll(List.of("lsrs r6, r3, #2", ".L%=_0:"));
    for (int i = 0; i < FOUR; i++) {
      code.addAll(narrow ? NARROW : WIDE);
      if (narrow) {
        code.add(NEXT);
      }
    }
    code.addAll(List.of("subs r6, r6, #1", "bne .L%=_0"));
    code.addAll(List.of(narrow ? "cmp r3, #0" : "ands r3, r3, #3", "beq .L%=_2", ".L%=_1:"));
    code.addAll(narrow ? NARROW : WIDE);
    code.addAll(List.of(NEXT, "bne .L%=_1", ".L%=_2:"));
    return code;
  }

  private static int singles(boolean narrow, int count) {
    int one = (narrow ? NARROW : WIDE).size() + 1;
    int block = FOUR * (narrow ? one : one - 1) + 2;
    int around = narrow ? BASES.size() + 3 : 3;
    return around + block * (count / FOUR) + (one + 1) * (count % FOUR);
  }

  private static int pairs(int count) {
    int blocks = count / BLOCK;
    int four = count % BLOCK / 4;
    int rest = count % 4;
    return 8
        + (2 * four().size() + 2) * blocks
        + four().size() * four
        + (rest > 0 ? 1 + 6 * rest : 0);
  }
}
