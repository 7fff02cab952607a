package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.importer.torch.aten.Calls;
import dev.thimble.importer.torch.aten.Packed;
import dev.thimble.importer.torch.aten.Results;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that scripts call: what is known is computed here, what is done to tensors goes on. */
final class Operations {
  private final String file;
  private final Calls tensors;

  Operations(String file, Calls tensors) {
    this.file = file;
    this.tensors = tensors;
  }

  /** How many arguments an operator takes, where a file does not say it. */
  Optional<Integer> arity(String name) {
    return tensors.arity(name);
  }

  /** The truth value of a condition, which must be known. */
  boolean truth(Object value) throws Problem, ScriptFault {
    if (tensors.isTensor(value)) {
      Object number = tensors.call("aten::item", List.of(value), Map.of());
      return known(number);
    }
    return known(value);
  }

  static boolean known(Object value) throws ScriptFault {
    if (value instanceof Boolean truth) {
      return truth;
    } else if (value instanceof List<?> list) {
      return !list.isEmpty();
    } else if (value instanceof Double real) {
      return real != 0;
    }
    return Values.integer(value) != 0;
  }

  Object call(String name, List<Object> arguments, Map<String, Object> named)
      throws Problem, ScriptFault {
    if (name.equals("prim::RaiseException")) {
      throw raised(arguments.isEmpty() ? "" : String.valueOf(arguments.get(0)));
    } else if (name.equals("aten::warn") || name.equals("python::print")) {
      return Results.NOTHING;
    }
    if (name.endsWith("_prepack")) {
      return new Packed(arguments);
    }
    if (name.equals("prim::TupleUnpack") || name.equals("prim::ListUnpack")) {
      return new Results(Values.list(arguments.get(0)));
    }
    Optional<Object> result = ListOperations.call(name, arguments);
    if ((result.isEmpty() && arguments.stream().noneMatch(tensors::isTensor)) || identity(name)) {
      result = NumberOperations.call(name, arguments);
    }
    return result.isPresent() ? result.get() : tensors.call(name, arguments, named);
  }

  private static boolean identity(String name) {
    return name.equals("aten::__is__") || name.equals("aten::__isnot__");
  }

  Problem raised(String text) {
    return new Problem(TorchMessage.TM3504_TORCH_INPUT, file, "this shape", "it raises: " + text);
  }
}
