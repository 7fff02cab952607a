package dev.thimble.declaration;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Prefixes of C names: how a class gives one, and which ones C has taken. */
public final class CNames {
  private static final Pattern VALID = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  /** A file {@code time.h} of ours would be found instead of the C library's. */
  private static final Set<String> HEADERS =
      Set.of(
          "assert",
          "complex",
          "ctype",
          "errno",
          "fenv",
          "float",
          "inttypes",
          "iso646",
          "limits",
          "locale",
          "math",
          "setjmp",
          "signal",
          "stdalign",
          "stdarg",
          "stdatomic",
          "stdbit",
          "stdbool",
          "stdckdint",
          "stddef",
          "stdint",
          "stdio",
          "stdlib",
          "stdnoreturn",
          "string",
          "tgmath",
          "threads",
          "time",
          "uchar",
          "wchar",
          "wctype");

  /** A model's struct is called {@code <name>_t}. */
  private static final Pattern TYPES =
      Pattern.compile(
          "u?int(8|16|24|32|64|ptr|max|_(least|fast)(8|16|32|64))|s?size|ptrdiff|max_align|off");

  private CNames() {}

  /** {@code Outer_WakeWord} gives {@code outer_wake_word}; other letters are left out. */
  public static String of(String className) {
    String words =
        className
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^[_0-9]+|_+$", "");
    return words.isEmpty() ? "model" : words;
  }

  /** Whether C names can begin like this. */
  public static boolean isValid(String name) {
    return VALID.matcher(name).matches();
  }

  /** What C has already under that name. */
  public static Optional<String> taken(String name) {
    if (HEADERS.contains(name)) {
      return Optional.of("a file " + name + ".h");
    }
    return TYPES.matcher(name).matches() ? Optional.of("a type " + name + "_t") : Optional.empty();
  }
}
