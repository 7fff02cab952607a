package dev.thimble.importer.torch;

import dev.thimble.diagnostic.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the tensors of nested modules as {@code state_dict()} does: {@code conv1.weight}. */
final class StateNames {
  /** Deeper than modules are nested. */
  private static final int MAX_DEPTH = 32;

  /** Modules may be shared: the number of paths is limited, not that of objects. */
  private static final int MAX_VISITS = 100_000;

  private final TorchArchive archive;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private int visits;

  StateNames(TorchArchive archive) {
    this.archive = archive;
  }

  /** All tensors of a dictionary or of a module and of its modules. */
  Map<String, StoredTensor> tensors(Object top) throws Problem {
    if (top instanceof Map<?, ?> map) {
      visitAll("", map, 0);
    } else {
      visit("", top, 0);
    }
    return tensors;
  }

  private void visit(String name, @Nullable Object value, int depth) throws Problem {
    visits++;
    if (depth > MAX_DEPTH || visits > MAX_VISITS) {
      throw archive.broken("its modules are nested too deeply");
    }
    if (value instanceof StoredTensor tensor) {
      tensors.put(name, tensor);
    } else if (value instanceof ScriptObject module) {
      visitAll(name.isEmpty() ? "" : name + ".", module.attributes(), depth);
    }
  }

  private void visitAll(String prefix, Map<?, ?> children, int depth) throws Problem {
    for (Map.Entry<?, ?> child : children.entrySet()) {
      if (child.getKey() instanceof String name) {
        visit(prefix + name, child.getValue(), depth + 1);
      }
    }
  }
}
