package dev.thimble.importer.data;

import dev.thimble.importer.Array;
import dev.thimble.importer.TensorFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Arrays by name, in the file's order. */
public record NamedArrays(Map<String, Array> arrays) implements TensorFile {
  /** Copies the map, keeping its order. */
  public NamedArrays {
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }

  @Override
  public Set<String> names() {
    return arrays.keySet();
  }

  @Override
  public Optional<Array> find(String name) {
    return Optional.ofNullable(arrays.get(name));
  }
}
