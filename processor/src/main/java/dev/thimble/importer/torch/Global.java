package dev.thimble.importer.torch;

import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/**
 * A Python name in a pickle, such as {@code torch._utils._rebuild_tensor_v2}. Where the pickle
 * calls it, {@link Rebuild} makes the value; no Python code exists here.
 */
record Global(String module, String name) implements IObjectConstructor {
  /** Classes of TorchScript are all below this module. */
  private static final String SCRIPT = "__torch__";

  String qualified() {
    return module + "." + name;
  }

  boolean isScript() {
    return module.equals(SCRIPT) || module.startsWith(SCRIPT + ".");
  }

  @Override
  public Object construct(Object[] arguments) {
    return Rebuild.call(this, arguments);
  }

  /** Stops the reading: the pickle names what no weights need. */
  static final class Refused extends PickleException {
    private static final long serialVersionUID = 1L;

    Refused(String name) {
      super(name);
    }
  }
}
