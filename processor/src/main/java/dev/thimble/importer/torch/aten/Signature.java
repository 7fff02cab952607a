package dev.thimble.importer.torch.aten;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names of an operator's parameters in order, with what stands for those that are not given.
 *
 * @param operator such as {@code aten::conv2d}
 * @param parameters by name; those that must be given have no value
 */
record Signature(String operator, Map<String, List<Object>> parameters) {
  /** Reads {@code aten::relu(self)}, {@code aten::flatten(self, start_dim=0, end_dim=-1)}. */
  static Signature parse(String text) {
    int open = text.indexOf('(');
    Map<String, List<Object>> parameters = new LinkedHashMap<>();
    String inside = text.substring(open + 1, text.length() - 1);
    for (String part : inside.split(", ")) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        parameters.put(part, List.of());
      } else {
        parameters.put(part.substring(0, equals), List.of(literal(part.substring(equals + 1))));
      }
    }
    return new Signature(text.substring(0, open), parameters);
  }

  private static Object literal(String text) {
    return switch (text) {
      case "None" -> None.NONE;
      case "True" -> true;
      case "False" -> false;
      case "[]" -> new ArrayList<>();
      default ->
          text.contains(".") || text.contains("e")
              ? (Object) Double.valueOf(text)
              : (Object) Long.valueOf(text);
    };
  }

  /** Names that one after the other stand for the same operator. */
  static List<Signature> parseAll(String... texts) {
    return Arrays.stream(texts).map(Signature::parse).toList();
  }
}
