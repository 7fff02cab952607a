package dev.thimble.importer.torch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a class of TorchScript: its class and its state. */
final class ScriptObject {
  private final String type;
  private @Nullable Object state;

  ScriptObject(String type) {
    this.type = type;
  }

  /** The qualified name of its class, such as {@code __torch__.torch.nn.modules.conv.Conv2d}. */
  String type() {
    return type;
  }

  void state(@Nullable Object given) {
    state = given;
  }

  /** The attributes of a module by name, none if its state is of another kind. */
  Map<String, @Nullable Object> attributes() {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    if (state instanceof Map<?, ?> map) {
      map.forEach((name, value) -> result.put(String.valueOf(name), value));
    }
    return result;
  }

  /** What {@code __getstate__} of a class of C++ gave, as a list; empty if there is none. */
  List<@Nullable Object> packed() {
    return state instanceof Object[] tuple ? java.util.Arrays.asList(tuple) : List.of();
  }

  @Override
  public String toString() {
    return type;
  }
}
