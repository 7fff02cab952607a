package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One call of an operator, its arguments by name. */
final class Call {
  private final String file;
  private final String operator;
  private final Map<String, Object> arguments;
  private final Net net;

  Call(Net net, String file, String operator, Map<String, Object> arguments) {
    this.net = net;
    this.file = file;
    this.operator = operator;
    this.arguments = arguments;
  }

  /** The same call with other arguments. */
  Call with(Map<String, Object> others) {
    return new Call(net, file, operator, others);
  }

  /** The operator's name, such as {@code aten::conv2d}. */
  String operator() {
    return operator;
  }

  /** Whether the result takes the first argument's place. */
  boolean isInPlace() {
    return operator.endsWith("_");
  }

  /** All tensors among the arguments, also those in lists. */
  List<Tensor> all() {
    List<Tensor> tensors = new ArrayList<>();
    for (Object argument : arguments.values()) {
      for (Object part : argument instanceof List<?> list ? list : List.of(argument)) {
        if (part instanceof Tensor tensor) {
          tensors.add(tensor);
        }
      }
    }
    return tensors;
  }

  /** Whether the argument is there and is not {@code None}. */
  boolean has(String name) {
    return get(name) != None.NONE;
  }

  /** The argument as it is. */
  Object get(String name) {
    return arguments.getOrDefault(name, None.NONE);
  }

  /** The first argument, which is a tensor for nearly all operators. */
  Tensor first() throws Problem {
    return tensor(arguments.isEmpty() ? "self" : arguments.keySet().iterator().next());
  }

  Tensor tensor(String name) throws Problem {
    if (get(name) instanceof Tensor tensor) {
      tensor.check(this);
      return tensor;
    }
    throw wrong(name, "a tensor");
  }

  Optional<Tensor> optionalTensor(String name) throws Problem {
    return has(name) ? Optional.of(tensor(name)) : Optional.empty();
  }

  List<Tensor> tensors(String name) throws Problem {
    List<Tensor> result = new ArrayList<>();
    for (Object element : list(name)) {
      if (!(element instanceof Tensor tensor)) {
        throw wrong(name, "a list of tensors");
      }
      result.add(tensor);
    }
    return result;
  }

  List<?> list(String name) throws Problem {
    if (get(name) instanceof List<?> list) {
      return list;
    }
    throw wrong(name, "a list");
  }

  boolean truth(String name) throws Problem {
    if (get(name) instanceof Boolean truth) {
      return truth;
    }
    return integer(name) != 0;
  }

  int integer(String name) throws Problem {
    return narrow(name, get(name));
  }

  private int narrow(String name, Object value) throws Problem {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      long number = ((Number) value).longValue();
      return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    } else if (value instanceof Double real && real == Math.rint(real)) {
      return (int) (double) real;
    } else if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    throw wrong(name, "a whole number");
  }

  double real(String name) throws Problem {
    if (get(name) instanceof Double real) {
      return real;
    } else if (get(name) instanceof Long whole) {
      return whole;
    } else if (get(name) instanceof Tensor tensor && tensor.number().isPresent()) {
      return tensor.number().getAsDouble();
    }
    throw wrong(name, "a number");
  }

  String text(String name) throws Problem {
    if (get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  /** A list of whole numbers; a single number is a list of one. */
  List<Integer> integers(String name) throws Problem {
    if (!(get(name) instanceof List<?> list)) {
      return List.of(integer(name));
    }
    List<Integer> result = new ArrayList<>();
    for (Object element : list) {
      result.add(narrow(name, element));
    }
    return result;
  }

  /** As many whole numbers as wanted: one is repeated. */
  List<Integer> integers(String name, int count) throws Problem {
    List<Integer> given = integers(name);
    if (given.size() == 1) {
      return java.util.Collections.nCopies(count, given.get(0));
    } else if (given.size() != count) {
      throw bad(name + " has " + given.size() + " numbers, not " + count);
    }
    return given;
  }

  /** An axis counted from the front. */
  int axis(String name, int rank) throws Problem {
    return axis(integer(name), rank);
  }

  int axis(int axis, int rank) throws Problem {
    if (axis < -Math.max(1, rank) || axis >= Math.max(1, rank)) {
      throw bad("there is no axis " + axis + " among " + rank);
    }
    return axis < 0 ? axis + Math.max(1, rank) : axis;
  }

  private Problem wrong(String name, String wanted) {
    if (get(name) instanceof Unread unread) {
      return unsupported(unread.what(), unread.wayOut());
    }
    return bad("its argument " + name + " is not " + wanted);
  }

  /** Arguments that contradict each other, or the shape of the input. */
  Problem bad(String what) {
    return net.network().broken(what);
  }

  Problem unsupported(String what, String wayOut) {
    return net.network().unsupported(what, wayOut);
  }

  Problem dataDependent(String what) {
    return new Problem(TorchMessage.TM3506_TORCH_DATA_DEPENDENT, file, what);
  }
}
