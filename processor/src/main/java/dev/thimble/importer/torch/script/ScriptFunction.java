package dev.thimble.importer.torch.script;

import java.util.List;
import java.util.Optional;

/**
 * A function or a method.
 *
 * @param name its own, without that of the class
 * @param parameters in order, {@code self} included
 */
record ScriptFunction(String name, List<Parameter> parameters, List<Statement> body) {
  /**
   * One parameter.
   *
   * @param tensor whether its type is a plain tensor
   * @param fallback what stands for it where nothing is given
   */
  record Parameter(String name, boolean tensor, Optional<Expression> fallback) {}
}
