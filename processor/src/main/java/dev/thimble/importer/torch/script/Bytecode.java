package dev.thimble.importer.torch.script;

import dev.thimble.importer.torch.aten.None;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code bytecode.pkl}: a tuple of the version and of (name, tables, schema), as
 * torch's mobile interpreter reads it.
 */
final class Bytecode {
  /** One instruction, with its two operands. */
  record Instruction(String code, int x, int n) {}

  /** An operator that instructions refer to; older files do not say the number of arguments. */
  record Called(String name, Optional<Integer> arguments) {}

  /** One function. */
  record Function(
      String name,
      List<Instruction> instructions,
      List<Called> operators,
      List<Object> constants,
      List<String> types,
      int registers,
      List<Argument> arguments) {}

  /** One parameter of a function's schema. */
  record Argument(String name, String type, Object fallback) {}

  /** More registers than torch gives to any function. */
  private static final int MAX_REGISTERS = 1 << 16;

  private Bytecode() {}

  /** All functions by qualified name. */
  static Map<String, Function> functions(Object pickle) throws ScriptFault {
    Map<String, Function> functions = new LinkedHashMap<>();
    List<Object> parts = Values.list(Values.of(pickle));
    for (Object part : parts.subList(Math.min(1, parts.size()), parts.size())) {
      List<Object> entry = Values.list(part);
      if (entry.size() < 2 || !(entry.get(0) instanceof String name)) {
        throw new ScriptFault("bytecode.pkl: a function is no pair of a name and its code");
      }
      Map<String, Object> schema = entry.size() > 2 ? table(entry.get(2)) : Map.of();
      functions.put(name, function(name, table(entry.get(1)), schema));
    }
    return functions;
  }

  private static Function function(
      String name, Map<String, Object> code, Map<String, Object> schema) throws ScriptFault {
    List<Instruction> instructions = new ArrayList<>();
    for (Object instruction : Values.list(get(code, "instructions"))) {
      List<Object> parts = Values.list(instruction);
      need(parts, 3, "an instruction");
      instructions.add(
          new Instruction(String.valueOf(parts.get(0)), small(parts.get(1)), small(parts.get(2))));
    }
    List<Called> operators = new ArrayList<>();
    for (Object operator : Values.list(get(code, "operators"))) {
      List<Object> parts = Values.list(operator);
      need(parts, 2, "an operator");
      boolean counted = parts.size() > 2 && parts.get(2) instanceof Long;
      operators.add(
          new Called(
              String.valueOf(parts.get(0)),
              counted ? Optional.of(small(parts.get(2))) : Optional.empty()));
    }
    List<String> types = Values.list(get(code, "types")).stream().map(String::valueOf).toList();
    int registers = small(get(code, "register_size"));
    if (registers < 0 || registers > MAX_REGISTERS) {
      throw new ScriptFault("bytecode.pkl: " + name + " asks for " + registers + " registers");
    }
    List<Object> constants = Values.list(get(code, "constants"));
    return new Function(
        name, instructions, operators, constants, types, registers, arguments(schema));
  }

  private static List<Argument> arguments(Map<String, Object> schema) throws ScriptFault {
    List<Argument> arguments = new ArrayList<>();
    if (schema.containsKey("arguments")) {
      for (Object argument : Values.list(get(schema, "arguments"))) {
        Map<String, Object> parts = table(argument);
        arguments.add(
            new Argument(
                String.valueOf(parts.get("name")),
                String.valueOf(parts.get("type")),
                parts.getOrDefault("default_value", None.NONE)));
      }
    }
    return arguments;
  }

  /** A tuple of pairs, as a map. */
  private static Map<String, Object> table(Object pairs) throws ScriptFault {
    Map<String, Object> result = new HashMap<>();
    for (Object pair : Values.list(pairs)) {
      List<Object> parts = Values.list(pair);
      need(parts, 2, "an entry of a table");
      result.put(String.valueOf(parts.get(0)), parts.get(1));
    }
    return result;
  }

  private static Object get(Map<String, Object> table, String name) throws ScriptFault {
    @Nullable Object value = table.get(name);
    if (value == null) {
      throw new ScriptFault("bytecode.pkl: a function has no " + name);
    }
    return value;
  }

  private static void need(List<Object> parts, int count, String what) throws ScriptFault {
    if (parts.size() < count) {
      throw new ScriptFault("bytecode.pkl: " + what + " has " + parts.size() + " parts");
    }
  }

  private static int small(Object value) throws ScriptFault {
    long number = Values.integer(value);
    if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw new ScriptFault("bytecode.pkl: the operand " + number);
    }
    return (int) number;
  }
}
