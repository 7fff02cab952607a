package dev.thimble.backend.avr;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.FarConstants;
import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * C for AVRs: constants stay in flash, which has its own address space and is read by special
 * instructions. Off the AVR the macros are plain array accesses.
 */
final class AvrC implements CTarget {
  private final boolean multiplier;

  /**
   * C for a core.
   *
   * @param multiplier whether it has instructions for products
   */
  AvrC(boolean multiplier) {
    this.multiplier = multiplier;
  }

  @Override
  public List<String> preamble(String prefix) {
    List<String> lines = new ArrayList<>();
    lines.add("/* Constants stay in flash: on an AVR they are read by special instructions. */");
    lines.add("#if defined(__AVR__)");
    lines.add("#include <avr/pgmspace.h>");
    lines.add("#define " + prefix + "_FLASH PROGMEM");
    lines.add(define(prefix, "I8", "((int8_t)pgm_read_byte(&(array)[index]))"));
    lines.add(define(prefix, "U8", "pgm_read_byte(&(array)[index])"));
    lines.add(define(prefix, "I16", "((int16_t)pgm_read_word(&(array)[index]))"));
    lines.add(define(prefix, "I32", "((int32_t)pgm_read_dword(&(array)[index]))"));
    lines.add(
        define(
            prefix,
            "I64",
            "((int64_t)((uint64_t)pgm_read_dword((const uint32_t *)&(array)[index] + 1) << 32"
                + " | pgm_read_dword((const uint32_t *)&(array)[index])))"));
    lines.add("#else");
    lines.add("#define " + prefix + "_FLASH");
    for (String type : List.of("I8", "U8", "I16", "I32", "I64")) {
      lines.add(define(prefix, type, "((array)[index])"));
    }
    lines.add("#endif");
    return lines;
  }

  private static String define(String prefix, String type, String body) {
    return "#define " + prefix + "_" + type + "(array, index) " + body;
  }

  @Override
  public String constant(String prefix) {
    return "static const " + prefix + "_FLASH";
  }

  @Override
  public String load(String prefix, Element element, String array, String index) {
    return prefix + "_" + element.name() + "(" + array + ", " + index + ")";
  }

  @Override
  public Optional<FarConstants> far() {
    return Optional.of(new AvrFar());
  }

  /** Other compilers know neither the registers nor the operands. */
  @Override
  public String claimCondition() {
    String core = multiplier ? "defined(__AVR_HAVE_MUL__)" : "defined(__AVR_HAVE_LPMX__)";
    return core + " && defined(__GNUC__) && !defined(__clang__)";
  }

  @Override
  public String claimedFunction(String prefix) {
    return "static __attribute__((noinline, noclone))";
  }

  @Override
  public String claimedRun() {
    return "__attribute__((noinline, noclone))";
  }
}
