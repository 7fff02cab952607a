package dev.thimble.emit.c;

import dev.thimble.backend.CTarget;
import dev.thimble.backend.ProductFunction;
import dev.thimble.emit.text.CodeWriter;
import dev.thimble.graph.Arithmetic.Rounding;
import dev.thimble.kernel.Element;
import java.util.Map;
import java.util.TreeMap;

/** The small functions that kernels call; only those in use are printed. */
final class Helpers {
  private final CNames names;
  private final Map<String, String> used = new TreeMap<>();

  /** What portable C calls that stands beside a claim. */
  private final Map<String, String> alternative = new TreeMap<>();

  private boolean beside;
  private boolean chips;

  Helpers(CNames names) {
    this.names = names;
  }

  /**
   * Whether what is printed from here on stands beside a claim: compilers see the one or the other.
   */
  void beside(boolean claim) {
    beside = claim;
  }

  /** Whether it does. */
  boolean isBeside() {
    return beside;
  }

  private void put(String name, String text) {
    (beside ? alternative : used).put(name, text);
  }

  String extreme(boolean max, Element type) {
    String name = names.helper((max ? "max" : "min") + suffix(type));
    String c = CTypes.local(type);
    put(
        name,
        """
        static inline %1$s %2$s(%1$s a, %1$s b)
        {
          return a %3$s b ? a : b;
        }
        """
            .formatted(c, name, max ? ">" : "<"));
    return name;
  }

  private static String suffix(Element type) {
    return type.bits() <= 16 ? "" : Integer.toString(type.bits());
  }

  String clamp(Element type) {
    String name = names.helper("clamp" + suffix(type));
    put(
        name,
        """
        static inline %1$s %2$s(%1$s value, %1$s low, %1$s high)
        {
          return value < low ? low : value > high ? high : value;
        }
        """
            .formatted(CTypes.local(type), name));
    return name;
  }

  String halfByte(CTarget target) {
    String name = names.helper("int4");
    put(
        name,
        """
        /* signed 4 bits, two a byte, the first in the lower half */
        static inline int %1$s(const uint8_t *array, unsigned index)
        {
          int both = %2$s;
          return (((index & 1) != 0 ? both >> 4 : both & 15) ^ 8) - 8;
        }
        """
            .formatted(name, target.load(names.macro(), Element.U8, "array", "index >> 1")));
    return name;
  }

  /** The same from the byte that holds both. */
  String half() {
    String name = names.helper("half");
    put(
        name,
        """
        /* signed 4 bits, the lower or the upper half of a byte */
        static inline int %s(int both, int upper)
        {
          return ((upper != 0 ? both >> 4 : both & 15) ^ 8) - 8;
        }
        """
            .formatted(name));
    return name;
  }

  String requantise(Rounding rounding, Element type, Element value, Element result) {
    boolean wide = value == Element.I64 || result == Element.I64;
    boolean twice = rounding == Rounding.DOUBLE;
    String name =
        names.helper(
            "scale"
                + (twice ? "_twice" : type == Element.I64 ? "64" : "32")
                + (wide ? "_wide" : "")
                + (result == Element.I64 ? "r" : ""));
    String from = wide ? "int64_t" : "int32_t";
    String to = CTypes.of(result);
    put(name, twice ? twice(name, from, to) : once(name, from, to, CTypes.of(type)));
    return name;
  }

  private static String once(String name, String from, String to, String type) {
    String sum =
        "(%smultiplier + ((%s)1 << (shift - 1))) >> shift"
            .formatted(from.equals(type) ? "value * " : "(" + type + ")value * ", type);
    return """
    /* value * multiplier / 2^shift, rounded to the nearest */
    static inline %s %s(%s value, int32_t multiplier, int shift)
    {
      return %s;
    }
    """
        .formatted(to, name, from, to.equals(type) ? sum : "(" + to + ")(" + sum + ")");
  }

  private static String twice(String name, String from, String to) {
    return """
    /* value * multiplier / 2^shift with TensorFlow Lite's two roundings in one: the first acts on bit 30, the second on
       bit shift - 1 and away from zero */
    static inline %3$s %2$s(%1$s value, int32_t multiplier, int shift)
    {
      int64_t sum = %4$svalue * multiplier + ((int64_t)1 << (shift - 1));
      if (shift > 31) {
        sum += value >= 0 ? (int64_t)1 << 30 : -((int64_t)1 << 30);
      }
      return %5$s;
    }
    """
        .formatted(
            from,
            name,
            to,
            from.equals("int64_t") ? "" : "(int64_t)",
            to.equals("int64_t") ? "sum >> shift" : "(" + to + ")(sum >> shift)");
  }

  /** A function of the chip's own. */
  String products(ProductFunction function) {
    String name = names.helper(function.name());
    put(name, ProductText.of(function, name, names));
    chips = true;
    return name;
  }

  /** Whether one of the functions has a form in the chip's own instructions. */
  boolean hasChipsOwn() {
    return chips;
  }

  /** The functions; {@link CNames#claimed} is defined where there are claims. */
  void print(CodeWriter writer) {
    print(writer, used);
    alternative.keySet().removeAll(used.keySet());
    if (!alternative.isEmpty()) {
      writer.line("#if !" + names.claimed());
      print(writer, alternative);
      writer.line("#endif").line("");
    }
  }

  private static void print(CodeWriter writer, Map<String, String> functions) {
    for (String function : functions.values()) {
      function.lines().forEach(line -> writer.line(line));
      writer.line("");
    }
  }
}
