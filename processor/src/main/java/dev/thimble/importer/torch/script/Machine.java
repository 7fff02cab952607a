package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.torch.ScriptObject;
import dev.thimble.importer.torch.aten.None;
import dev.thimble.importer.torch.aten.Results;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs bytecode as torch's mobile interpreter does, one function at a time: a stack, registers
 * counted from 1, jumps relative to the instruction.
 */
final class Machine {
  private final Map<String, Bytecode.Function> functions;
  private final Operations operations;
  private final Budget budget = new Budget();

  Machine(Map<String, Bytecode.Function> functions, Operations operations) {
    this.functions = functions;
    this.operations = operations;
  }

  /** The function's result. */
  Object call(Bytecode.Function function, List<Object> arguments) throws Problem, ScriptFault {
    budget.enter();
    Frame frame = new Frame(function, arguments);
    while (!frame.done) {
      budget.step();
      if (frame.at < 0 || frame.at >= function.instructions().size()) {
        throw new ScriptFault("bytecode.pkl: " + function.name() + " jumps out of its code");
      }
      step(frame, function.instructions().get(frame.at));
    }
    budget.leave();
    return frame.stack.isEmpty() ? None.NONE : frame.stack.pop();
  }

  private void step(Frame frame, Bytecode.Instruction instruction) throws Problem, ScriptFault {
    int x = instruction.x();
    int n = instruction.n();
    frame.at++;
    switch (instruction.code()) {
      case "LOAD" -> frame.stack.push(frame.load(x));
      case "MOVE" -> frame.stack.push(frame.move(x));
      case "STORE" -> frame.store(x, frame.stack.pop());
      case "STOREN" -> storeAll(frame, x, n);
      case "DROP" -> frame.stack.pop();
      case "DROPR" -> frame.move(x);
      case "LOADC" -> frame.stack.push(Values.of(frame.table(frame.function.constants(), x)));
      case "JF" -> {
        if (!operations.truth(frame.stack.pop())) {
          frame.at += x - 1;
        }
      }
      case "JMP" -> frame.at += x - 1;
      case "LOOP" -> loop(frame, x, n);
      case "RET" -> frame.done = true;
      case "GET_ATTR" -> frame.stack.push(slot(module(frame.stack.pop()), x));
      case "SET_ATTR" -> {
        Object value = frame.stack.pop();
        ScriptObject module = module(frame.stack.pop());
        module.set(slotName(module, x), value);
      }
      case "OP" -> operator(frame, frame.table(frame.function.operators(), x), Optional.empty());
      case "OPN" -> operator(frame, frame.table(frame.function.operators(), x), Optional.of(n));
      case "INTERFACE_CALL" -> method(frame, x, n);
      default -> frame.stack.structure(instruction.code(), x, n, operations);
    }
  }

  private static void storeAll(Frame frame, int first, int count) throws ScriptFault {
    List<Object> values = frame.stack.pop(count);
    for (int i = 0; i < count; i++) {
      frame.store(first + i, values.get(i));
    }
  }

  /** On the stack: rounds so far, their limit, whether to go on, what the loop carries. */
  private void loop(Frame frame, int exit, int n) throws Problem, ScriptFault {
    if (n < 2) {
      throw new ScriptFault("bytecode.pkl: a loop has " + n + " values");
    }
    List<Object> values = frame.stack.pop(n + 1);
    long round = Values.integer(values.get(0));
    List<Object> carried = values.subList(3, values.size());
    if (round < Values.integer(values.get(1)) && operations.truth(values.get(2))) {
      frame.stack.push(round + 1);
      frame.stack.push(values.get(1));
      frame.stack.push(round);
    } else {
      frame.at += exit - 1;
    }
    carried.forEach(frame.stack::push);
  }

  private void operator(Frame frame, Bytecode.Called called, Optional<Integer> given)
      throws Problem, ScriptFault {
    Optional<Integer> count = given.or(called::arguments).or(() -> operations.arity(called.name()));
    if (count.isEmpty()) {
      throw new ScriptFault("bytecode.pkl: the number of arguments of " + called.name());
    }
    List<Object> arguments = frame.stack.pop(count.get());
    Object result = operations.call(called.name(), arguments, Map.of());
    if (result instanceof Results several) {
      several.values().forEach(frame.stack::push);
    } else {
      frame.stack.push(result);
    }
  }

  private void method(Frame frame, int name, int count) throws Problem, ScriptFault {
    List<Object> arguments = frame.stack.pop(count);
    if (arguments.isEmpty() || !(arguments.get(0) instanceof ScriptObject module)) {
      throw new ScriptFault("bytecode.pkl: a method is called on what is no module");
    }
    String wanted = module.type() + "." + frame.table(frame.function.constants(), name);
    Bytecode.Function function = functions.get(wanted);
    if (function == null) {
      throw new ScriptFault("bytecode.pkl: there is no function " + wanted);
    }
    frame.stack.push(call(function, arguments));
  }

  /** Some classes keep a tuple in the file and make their attributes of it. */
  private void unpack(ScriptObject module) throws Problem, ScriptFault {
    Bytecode.Function setState = functions.get(module.type() + ".__setstate__");
    if (setState != null && !module.packed().isEmpty()) {
      call(setState, List.of(module, Values.of(module.takePacked().toArray())));
    }
  }

  /** Attributes are counted in the order in which the pickle has them. */
  private static String slotName(ScriptObject module, int slot) throws ScriptFault {
    if (module.isNumbered()) {
      return "#" + slot;
    }
    List<String> names = List.copyOf(module.attributes().keySet());
    if (slot < 0 || slot >= names.size()) {
      throw new ScriptFault("bytecode.pkl: " + module.type() + " has no attribute " + slot);
    }
    return names.get(slot);
  }

  private Object slot(ScriptObject module, int slot) throws Problem, ScriptFault {
    unpack(module);
    return Values.of(module.attributes().get(slotName(module, slot)));
  }

  private static ScriptObject module(Object value) throws ScriptFault {
    if (value instanceof ScriptObject module) {
      return module;
    }
    throw new ScriptFault("bytecode.pkl: an attribute is asked of what is no module");
  }

  /** What one call of a function works on. */
  private static final class Frame {
    private final Bytecode.Function function;
    private final Stack stack = new Stack();
    private final Object[] registers;
    private int at;
    private boolean done;

    Frame(Bytecode.Function function, List<Object> arguments) {
      this.function = function;
      registers = new Object[function.registers() + 1];
      Arrays.fill(registers, None.NONE);
      arguments.forEach(stack::push);
    }

    <T> T table(List<T> table, int index) throws ScriptFault {
      if (index < 0 || index >= table.size()) {
        throw new ScriptFault("bytecode.pkl: there is no entry " + index + " of " + table.size());
      }
      return table.get(index);
    }

    private int register(int index) throws ScriptFault {
      if (index < 0 || index >= registers.length) {
        throw new ScriptFault("bytecode.pkl: there is no register " + index);
      }
      return index;
    }

    Object load(int index) throws ScriptFault {
      return registers[register(index)];
    }

    Object move(int index) throws ScriptFault {
      Object value = load(index);
      registers[index] = None.NONE;
      return value;
    }

    void store(int index, Object value) throws ScriptFault {
      registers[register(index)] = value;
    }
  }
}
