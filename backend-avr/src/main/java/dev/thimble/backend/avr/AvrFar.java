package dev.thimble.backend.avr;

import dev.thimble.backend.FarConstants;
import dev.thimble.kernel.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Constants anywhere in the flash of an AVR, read by {@code elpm} with 24-bit addresses, and arrays
 * of more than 32,767 bytes, which C does not have there. The assembler lays them out, in sections
 * that linker scripts put behind the code: {@code .progmem}, which short addresses must reach,
 * comes first in flash and stays as small as it is. Cores without {@code elpm} have 64 KB at most
 * and read the same arrays by {@code lpm}. Off the AVR they are plain arrays.
 */
final class AvrFar implements FarConstants {
  /** How arrays are laid out and read; P stands for the prefix. */
  private static final String AVR =
      """
      /* Far constants: anywhere in flash, of any length. C has neither on an AVR, so the
         assembler lays them out, behind the code where there is elpm to read them. */
      #if defined(__AVR__)
      #if defined(__AVR_HAVE_ELPMX__)
      #define P_FAR_SECTION ".text."
      #define P_FAR_READ(size, at) pgm_read_##size##_far(at)
      #define P_FAR_AT(array) (__extension__({ \\
          uint32_t at_; \\
          __asm__("ldi %A0, lo8(%1)\\n\\tldi %B0, hi8(%1)\\n\\t" \\
                  "ldi %C0, hh8(%1)\\n\\tldi %D0, 0" : "=d"(at_) : "i"(array)); \\
          at_; }))
      #else
      #define P_FAR_SECTION ".progmem.data."
      #define P_FAR_READ(size, at) pgm_read_##size((uint16_t)(at))
      #define P_FAR_AT(array) ((uint16_t)(array))
      #endif
      #define P_FAR(type, name, length) \\
        extern const type name[] __asm__(#name); \\
        __asm__(".pushsection " P_FAR_SECTION #name ",\\"a\\",@progbits\\n" \\
                ".global " #name "\\n.type " #name ", @object\\n" #name ":\\n"
      #define P_FAR_END(name) \\
        ".size " #name ", . - " #name "\\n.balign 2\\n.popsection");
      """;

  private static final String ELSEWHERE =
      """
      #else
      #define P_FAR(type, name, length) static const type name[length] = {
      #define P_FAR_END(name) };
      """;

  @Override
  public List<String> preamble(String prefix) {
    List<String> lines = new ArrayList<>(lines(prefix, AVR));
    for (Width width : Width.values()) {
      lines.add(
          "#define %s(...) \"%s \" #__VA_ARGS__ \"\\n\""
              .formatted(numbers(prefix, width), width.directive));
    }
    for (Element element : Width.ELEMENTS) {
      lines.add(define(prefix, element, body(prefix, element)));
    }
    lines.addAll(lines(prefix, ELSEWHERE));
    for (Width width : Width.values()) {
      lines.add("#define " + numbers(prefix, width) + "(...) __VA_ARGS__,");
    }
    for (Element element : Width.ELEMENTS) {
      lines.add(define(prefix, element, "((array)[index])"));
    }
    lines.add("#endif");
    return lines;
  }

  private static List<String> lines(String prefix, String text) {
    return text.replaceAll("\\bP_", prefix + "_").lines().toList();
  }

  /** Bytes of an element, and the assembler's word for them. */
  private enum Width {
    ONE(".byte"),
    TWO(".word"),
    FOUR(".long"),
    EIGHT(".quad");

    private static final List<Element> ELEMENTS =
        List.of(Element.I8, Element.U8, Element.I16, Element.I32, Element.I64);

    private final String directive;

    Width(String directive) {
      this.directive = directive;
    }

    static Width of(Element element) {
      return switch (element) {
        case I4, I8, U8 -> ONE;
        case I16 -> TWO;
        case I24, I32 -> FOUR;
        case I64 -> EIGHT;
      };
    }

    int bytes() {
      return 1 << ordinal();
    }
  }

  private static String numbers(String prefix, Width width) {
    return prefix + "_FAR_" + 8 * width.bytes();
  }

  private static String define(String prefix, Element element, String body) {
    return "#define " + prefix + "_FAR_" + element.name() + "(array, index) " + body;
  }

  private static String body(String prefix, Element element) {
    Width width = Width.of(element);
    String at =
        prefix
            + "_FAR_AT(array) + "
            + (width == Width.ONE
                ? "(uint32_t)(index)"
                : "((uint32_t)(index) << %d)".formatted(width.ordinal()));
    String read = prefix + "_FAR_READ";
    return switch (element) {
      case U8 -> "%s(byte, %s)".formatted(read, at);
      case I16 -> "((int16_t)%s(word, %s))".formatted(read, at);
      case I32 -> "((int32_t)%s(dword, %s))".formatted(read, at);
      case I64 ->
          "((int64_t)((uint64_t)%1$s(dword, %2$s + 4) << 32 | %1$s(dword, %2$s)))"
              .formatted(read, at);
      default -> "((int8_t)%s(byte, %s))".formatted(read, at);
    };
  }

  @Override
  public String begin(String prefix, String type, String name, int length) {
    return "%s_FAR(%s, %s, %d)".formatted(prefix, type, name, length);
  }

  @Override
  public String numbers(String prefix, Element element, String numbers) {
    return numbers(prefix, Width.of(element)) + "(" + numbers + ")";
  }

  @Override
  public String end(String prefix, String name) {
    return prefix + "_FAR_END(" + name + ")";
  }

  @Override
  public String load(String prefix, Element element, String array, String index) {
    return prefix + "_FAR_" + element.name() + "(" + array + ", " + index + ")";
  }
}
