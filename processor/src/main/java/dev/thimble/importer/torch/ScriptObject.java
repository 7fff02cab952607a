package dev.thimble.importer.torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of a class of TorchScript: its class and its state. */
public final class ScriptObject {
  private final String type;
  private @Nullable Object state;
  private boolean numbered;

  ScriptObject(String type) {
    this.type = type;
  }

  /** The qualified name of its class, such as {@code __torch__.torch.nn.modules.conv.Conv2d}. */
  public String type() {
    return type;
  }

  void state(@Nullable Object given) {
    state = given;
  }

  /** The attributes of a module by name, none if its state is of another kind. */
  public Map<String, @Nullable Object> attributes() {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    if (state instanceof Map<?, ?> map) {
      map.forEach((name, value) -> result.put(String.valueOf(name), value));
    }
    return result;
  }

  /** Changes an attribute; later readers of the module see it. */
  public void set(String name, @Nullable Object value) {
    Map<String, @Nullable Object> changed = attributes();
    changed.put(name, value);
    state = changed;
  }

  /** What {@code __getstate__} of a class of C++ gave, as a list; empty if there is none. */
  public List<@Nullable Object> packed() {
    return state instanceof Object[] tuple ? Arrays.asList(tuple) : List.of();
  }

  /** Gives the state to whoever makes attributes of it: the class's own {@code __setstate__}. */
  public List<@Nullable Object> takePacked() {
    List<@Nullable Object> packed = packed();
    state = new LinkedHashMap<String, @Nullable Object>();
    numbered = true;
    return packed;
  }

  /** Whether attributes were set one by one, so that bytecode's numbers do not count them. */
  public boolean isNumbered() {
    return numbered;
  }

  @Override
  public String toString() {
    return type;
  }
}
