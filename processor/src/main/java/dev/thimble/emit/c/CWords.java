package dev.thimble.emit.c;

import java.util.Set;
import java.util.regex.Pattern;

/** Words that C, C++ and common headers have taken. */
final class CWords {
  /** What headers define; macros are in capitals. With an underscore behind, every name is free. */
  private static final Pattern HEADERS =
      Pattern.compile("[A-Z]([A-Z0-9_]*[A-Z0-9])?|u?int.*_t|(pgm|_)_.*[^_]");

  private static final Set<String> RESERVED =
      Set.of(
          "alignas",
          "alignof",
          "and",
          "and_eq",
          "asm",
          "auto",
          "bitand",
          "bitor",
          "bool",
          "break",
          "case",
          "catch",
          "char",
          "class",
          "compl",
          "const",
          "const_cast",
          "constexpr",
          "continue",
          "decltype",
          "default",
          "delete",
          "do",
          "double",
          "dynamic_cast",
          "else",
          "enum",
          "errno",
          "explicit",
          "export",
          "extern",
          "false",
          "float",
          "for",
          "friend",
          "goto",
          "if",
          "inline",
          "int",
          "long",
          "model",
          "mutable",
          "namespace",
          "new",
          "noexcept",
          "not",
          "not_eq",
          "nullptr",
          "operator",
          "or",
          "or_eq",
          "private",
          "protected",
          "public",
          "register",
          "reinterpret_cast",
          "restrict",
          "return",
          "short",
          "signed",
          "sizeof",
          "static",
          "static_assert",
          "static_cast",
          "struct",
          "switch",
          "template",
          "this",
          "thread_local",
          "throw",
          "true",
          "try",
          "typedef",
          "typeid",
          "typename",
          "typeof",
          "union",
          "unsigned",
          "using",
          "virtual",
          "void",
          "volatile",
          "wchar_t",
          "while",
          "xor",
          "xor_eq",
          "stdin",
          "stdout",
          "stderr",
          "assert",
          "linux",
          "unix");

  private CWords() {}

  /** Whether a parameter or variable cannot have the name. */
  static boolean isReserved(String name) {
    return RESERVED.contains(name) || HEADERS.matcher(name).matches();
  }
}
