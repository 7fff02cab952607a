package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.torch.aten.None;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stack of the mobile interpreter, with the instructions that need nothing else. */
final class Stack {
  private final List<Object> values = new ArrayList<>();

  boolean isEmpty() {
    return values.isEmpty();
  }

  void push(Object value) {
    values.add(value);
  }

  Object pop() throws ScriptFault {
    return pop(1).get(0);
  }

  /** The topmost values, in the order in which they were pushed. */
  List<Object> pop(int count) throws ScriptFault {
    if (count < 0 || count > values.size()) {
      throw new ScriptFault(
          "bytecode.pkl: " + count + " values are taken from a stack of " + values.size());
    }
    List<Object> top = values.subList(values.size() - count, values.size());
    List<Object> taken = new ArrayList<>(top);
    top.clear();
    return taken;
  }

  /** Lists, tuples and dictionaries, made and taken apart, and questions to values. */
  void structure(String code, int x, int n, Operations operations) throws Problem, ScriptFault {
    switch (code) {
      case "LIST_CONSTRUCT" -> push(pop(n));
      case "TUPLE_CONSTRUCT", "NAMED_TUPLE_CONSTRUCT" -> {
        boolean named = code.startsWith("NAMED");
        push(List.copyOf(pop(named ? n : x)));
      }
      case "DICT_CONSTRUCT" -> push(dictionary(pop(n)));
      case "LIST_UNPACK", "TUPLE_UNPACK" -> Values.list(pop()).forEach(this::push);
      case "TUPLE_INDEX", "DICT_INDEX" -> ask("aten::__getitem__", 2, operations);
      case "TUPLE_SLICE" -> {
        List<Object> tuple = Values.list(pop());
        push(List.copyOf(part(tuple, x, n)));
      }
      case "FORMAT" -> ask("aten::format", x, operations);
      case "DIM" -> ask("aten::dim", 1, operations);
      case "DTYPE" -> ask("prim::dtype", 1, operations);
      case "DEVICE" -> ask("prim::device", 1, operations);
      case "__IS__" -> ask("aten::__is__", 2, operations);
      case "__ISNOT__" -> ask("aten::__isnot__", 2, operations);
      case "__NOT__" -> ask("aten::__not__", 1, operations);
      case "IS_CUDA" -> {
        pop();
        push(false);
      }
      case "UN_INITIALIZED" -> push(None.NONE);
      case "UNCHECKED_CAST", "NUM_TO_TENSOR", "TO_LIST" -> {}
      case "WARN" -> pop();
      case "RAISE_EXCEPTION" -> {
        pop();
        throw operations.raised(String.valueOf(pop()));
      }
      default -> throw new ScriptFault("bytecode.pkl: the instruction " + code + " is not known");
    }
  }

  private void ask(String operator, int count, Operations operations) throws Problem, ScriptFault {
    push(operations.call(operator, pop(count), Map.of()));
  }

  private static List<Object> part(List<Object> tuple, int begin, int end) throws ScriptFault {
    if (begin < 0 || end < begin || end > tuple.size()) {
      throw new ScriptFault("bytecode.pkl: a tuple of " + tuple.size() + " has no such part");
    }
    return tuple.subList(begin, end);
  }

  private static Map<Object, Object> dictionary(List<Object> pairs) {
    Map<Object, Object> result = new LinkedHashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      result.put(pairs.get(i), pairs.get(i + 1));
    }
    return result;
  }
}
