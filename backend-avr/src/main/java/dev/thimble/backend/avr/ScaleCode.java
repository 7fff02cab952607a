package dev.thimble.backend.avr;

import dev.thimble.kernel.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * A sum becomes an output: {@link ByteScale} in instructions. r10 is zero; r18, or another
 * register, is a byte of the multiplier.
 */
final class ScaleCode {
  private static final String ZERO = "r10";
  private static final String FACTOR = "r18";

  private final Assembly code;
  private final int[] registers;
  private final Constants constants;
  private final boolean multiplier;
  private final String factor;

  /** How a byte of a constant comes into a register of the upper half; flags stay as they are. */
  @FunctionalInterface
  interface Constants {
    void load(String register, long value);

    /** A register with a byte of the multiplier: the given one, if no other has it. */
    default String factor(String register, long value) {
      load(register, value);
      return register;
    }
  }

  private ScaleCode(
      Assembly code, int[] registers, Constants constants, boolean multiplier, String factor) {
    this.code = code;
    this.factor = factor;
    this.registers = registers;
    this.constants = constants;
    this.multiplier = multiplier;
  }

  /** Constants that are read from flash, one after the other. */
  static ScaleCode streamed(Assembly code, int[] registers) {
    return new ScaleCode(code, registers, (register, value) -> code.flash(register), true, FACTOR);
  }

  /** The same on cores without products, for forms that leave out none. */
  static ScaleCode streamedShifts(Assembly code, int[] registers) {
    return new ScaleCode(code, registers, (register, value) -> code.flash(register), false, FACTOR);
  }

  /** Constants in the code. */
  static ScaleCode immediate(Assembly code, int[] registers) {
    return new ScaleCode(
        code,
        registers,
        (register, value) -> code.one("ldi " + register + ", " + value),
        true,
        FACTOR);
  }

  /**
   * Constants that are kept somewhere.
   *
   * @param factor any register
   */
  static ScaleCode kept(Assembly code, int[] registers, Constants constants, String factor) {
    return new ScaleCode(code, registers, constants, true, factor);
  }

  /** The bytes that streamed code reads. */
  static List<Long> stream(ByteScale scale, int[] registers) {
    return stream(scale, registers, true);
  }

  /** The bytes that streamed code without products reads. */
  static List<Long> shiftStream(ByteScale scale, int[] registers) {
    return stream(scale, registers, false);
  }

  private static List<Long> stream(ByteScale scale, int[] registers, boolean multiplier) {
    List<Long> bytes = new ArrayList<>();
    Assembly unused = new Assembly(Core.NEAR);
    ScaleCode code =
        new ScaleCode(unused, registers, (register, value) -> bytes.add(value), multiplier, FACTOR);
    code.total(scale, List.of("r2", "r3", "r14"));
    return bytes;
  }

  /**
   * The result of a sum.
   *
   * @param sums registers of the sum, of which the highest may change
   * @param limits of the result
   * @return the register with the result
   */
  String result(ByteScale scale, List<String> sums, Interval limits) {
    total(scale, sums);
    ScaleForm form = scale.form();
    for (int i = 0; i < form.doubled(); i++) {
      code.one("lsl " + bytes(form, form.resultByte() - 1));
      for (int at = form.resultByte(); at <= form.top(); at++) {
        code.one("rol " + bytes(form, at));
      }
    }
    String result = bytes(form, form.resultByte());
    saturate(scale, result, sums.get(2));
    long width = limits.high() - limits.low();
    if (width < 255) {
      code.one("cpi " + result + ", " + (width + 1));
      code.one("brlo .+2").one("ldi " + result + ", " + width);
    }
    if (limits.low() != 0) {
      code.one("subi " + result + ", " + (-limits.low() & 0xff));
    }
    return result;
  }

  /** The products of a sum and a multiplier, on top of a constant. */
  private void total(ByteScale scale, List<String> sums) {
    ScaleForm form = scale.form();
    if (!multiplier) {
      shifted(scale, sums);
      if (form.turns()) {
        turn(scale, sums);
      }
      return;
    }
    for (int i = form.lowest(); i <= form.top(); i++) {
      constants.load(bytes(form, i), scale.constant() >> 8 * i & 0xff);
    }
    if (form.halves() > 1) {
      otherHalf(scale, sums.get(2));
    }
    if (form.turns()) {
      turn(scale, sums);
    }
    for (int place = 0; place < form.multiplierBytes(); place++) {
      String by = constants.factor(factor, scale.multiplier() >> 8 * place & 0xff);
      for (int i = 0; i < form.sumBytes(); i++) {
        if (form.multiplies(i, place)) {
          code.two("mul " + sums.get(i) + ", " + by);
          add(form, i + place);
        }
      }
    }
  }

  /**
   * The same by shifts: the multiplier lies where the product's lower bytes will, and for each of
   * its bits the sum is added above it, or not.
   */
  private void shifted(ByteScale scale, List<String> sums) {
    ScaleForm form = scale.form();
    int above = form.multiplierBytes();
    for (int i = 0; i < above; i++) {
      constants.load(bytes(form, i), scale.multiplier() >> 8 * i & 0xff);
    }
    for (int i = 0; i < sums.size(); i++) {
      code.one("clr " + bytes(form, above + i));
    }
    code.loop(factor, factor, 8 * above, () -> bit(form, sums));
    for (int i = 0; i <= form.top(); i++) {
      constants.load(factor, scale.constant() >> 8 * i & 0xff);
      code.one((i == 0 ? "add " : "adc ") + bytes(form, i) + ", " + factor);
    }
  }

  /** A bit takes six cycles and the shift, whatever it is. */
  private void bit(ScaleForm form, List<String> sums) {
    int above = form.multiplierBytes();
    String set = code.label();
    String shift = code.label();
    code.one("sbrc " + bytes(form, 0) + ", 0").two("rjmp " + set);
    for (String line : List.of("clc", "nop", "rjmp " + shift)) {
      code.uncounted(line);
    }
    code.place(set);
    for (int i = 0; i < sums.size(); i++) {
      code.one((i == 0 ? "add " : "adc ") + bytes(form, above + i) + ", " + sums.get(i));
    }
    code.place(shift);
    for (int i = above + sums.size() - 1; i >= 0; i--) {
      code.one("ror " + bytes(form, i));
    }
  }

  /** Sums of the upper half have another constant. */
  private void otherHalf(ByteScale scale, String high) {
    ScaleForm form = scale.form();
    long other = scale.constant() + scale.more();
    for (int i = form.lowest(); i <= form.top(); i++) {
      long value = other >> 8 * i & 0xff;
      if (value != (scale.constant() >> 8 * i & 0xff)) {
        code.unless("sbrc " + high + ", 0", "ldi " + bytes(form, i) + ", " + value);
      }
    }
  }

  /** Sums that are not below the turn get more. */
  private void turn(ByteScale scale, List<String> sums) {
    ScaleForm form = scale.form();
    int first = form.fine() ? 0 : 1;
    for (int i = first; i < form.sumBytes(); i++) {
      constants.load(factor, scale.turn() >> 8 * i & 0xff);
      code.one((i == first ? "cp " : "cpc ") + sums.get(i) + ", " + factor);
    }
    int at = form.turning();
    constants.load(factor, scale.more() >> 8 * at & 0xff);
    code.unlessLine("brsh", Assembly.line("clr " + factor));
    code.one("add " + bytes(form, at) + ", " + factor);
    carry(form, at + 1);
  }

  private void add(ScaleForm form, int at) {
    code.one("add " + bytes(form, at) + ", r0");
    if (at < form.top()) {
      code.one("adc " + bytes(form, at + 1) + ", r1");
    }
    carry(form, at + 2);
  }

  private void carry(ScaleForm form, int from) {
    for (int i = from; i <= form.top(); i++) {
      code.one("adc " + bytes(form, i) + ", " + ZERO);
    }
  }

  /** The register of a byte of the total. */
  private String bytes(ScaleForm form, int index) {
    return "r" + registers[index - form.lowest()];
  }

  /** Brings the result into a byte, in as many cycles whatever the sum is. */
  private void saturate(ByteScale scale, String result, String high) {
    ScaleForm form = scale.form();
    if (form.top() > form.resultByte()) {
      code.unless("cpse " + bytes(form, form.top()) + ", " + ZERO, "ldi " + result + ", 255");
    }
    if (!form.isWindow()) {
      code.unless("sbrc " + bytes(form, form.top()) + ", 7", "ldi " + result + ", 0");
      return;
    }
    int sign = 7;
    if (form.halves() > 1 && scale.isCutHigh()) {
      code.one("lsr " + high);
      sign--;
    }
    if (scale.isCutHigh()) {
      code.unless("cpse " + high + ", " + ZERO, "ldi " + result + ", 255");
    }
    if (scale.isCutLow()) {
      code.unless("sbrc " + high + ", " + sign, "ldi " + result + ", 0");
    }
  }
}
