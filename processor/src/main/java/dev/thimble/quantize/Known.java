package dev.thimble.quantize;

import java.util.Map;
import java.util.Optional;

/** Look-ups that cannot fail unless the processor itself is wrong. */
final class Known {
  private Known() {}

  /** What the map holds for a name that must be there. */
  static <V> V of(Map<String, V> map, String name) {
    return Optional.ofNullable(map.get(name))
        .orElseThrow(() -> new IllegalStateException("nothing is known of " + name));
  }
}
