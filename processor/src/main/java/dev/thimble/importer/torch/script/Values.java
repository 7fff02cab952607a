package dev.thimble.importer.torch.script;

import dev.thimble.importer.torch.aten.None;
import dev.thimble.importer.torch.aten.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What variables hold: {@code Long}, {@code Double}, {@code Boolean}, {@code String}, lists, maps,
 * modules, tensors and {@link None}.
 */
final class Values {
  private Values() {}

  /**
   * A value as it came from a pickle: none is null there, tuples are arrays, numbers of all sizes.
   */
  static Object of(@Nullable Object stored) {
    if (stored == null) {
      return None.NONE;
    } else if (stored instanceof Integer || stored instanceof Short || stored instanceof Byte) {
      return ((Number) stored).longValue();
    } else if (stored instanceof Object[] tuple) {
      return new ArrayList<>(Arrays.stream(tuple).map(Values::of).toList());
    }
    return stored;
  }

  static List<Object> list(Object value) throws ScriptFault {
    if (value instanceof Results several) {
      return several.values();
    }
    if (value instanceof List<?> list) {
      List<Object> result = new ArrayList<>();
      for (Object element : list) {
        result.add(of(element));
      }
      return result;
    }
    throw new ScriptFault("a list is needed, not " + shown(value));
  }

  static long integer(Object value) throws ScriptFault {
    if (value instanceof Long || value instanceof Integer) {
      return ((Number) value).longValue();
    } else if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    throw new ScriptFault("a whole number is needed, not " + shown(value));
  }

  /** A value in a message. */
  static String shown(Object value) {
    if (value instanceof Number || value instanceof Boolean || value == None.NONE) {
      return String.valueOf(value);
    }
    return value instanceof String ? "a text" : value instanceof List ? "a list" : "an object";
  }
}
