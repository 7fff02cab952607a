package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What programs do to tensors: whoever follows a program hands each call to this. */
public interface Calls {
  /** Whether the value is a tensor, known or not. */
  boolean isTensor(Object value);

  /**
   * The result of an operator: a tensor, a number, or {@link Results}.
   *
   * @param operator such as {@code aten::conv2d}, without its overload
   * @param arguments by position
   * @param named by name
   * @throws Problem if the operator, or what it is given, is not supported
   */
  Object call(String operator, List<Object> arguments, Map<String, Object> named) throws Problem;

  /** How many arguments the operator takes; empty if it is not known. */
  Optional<Integer> arity(String operator);
}
