package dev.thimble.importer.executorch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.data.FlatTable;
import dev.thimble.importer.torch.aten.Calls;
import dev.thimble.importer.torch.aten.None;
import dev.thimble.importer.torch.aten.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the instructions of a plan's chains, handing each call to the operators. */
final class PlanRunner {
  /** More than any unrolled program has; jumps back are bounded by it. */
  private static final int MAX_STEPS = 100_000;

  private static final int KERNEL = 1;
  private static final int DELEGATE = 2;
  private static final int MOVE = 3;
  private static final int JUMP_FALSE = 4;

  private final ProgramFile file;
  private final FlatTable plan;
  private final PlanValues values;
  private final Calls calls;
  private final List<FlatTable> operators;
  private int steps;

  PlanRunner(ProgramFile file, FlatTable plan, PlanValues values, Calls calls) throws Problem {
    this.file = file;
    this.plan = plan;
    this.values = values;
    this.calls = calls;
    operators = plan.tables(6);
  }

  void run() throws Problem {
    for (FlatTable chain : plan.tables(5)) {
      List<FlatTable> instructions = chain.tables(2);
      int at = 0;
      while (at < instructions.size()) {
        steps++;
        if (at < 0 || steps > MAX_STEPS) {
          throw file.broken("its instructions do not end");
        }
        at = step(instructions.get(at), at);
      }
    }
  }

  private int step(FlatTable instruction, int at) throws Problem {
    Optional<FlatTable> given = instruction.table(1);
    if (given.isEmpty()) {
      throw file.broken("an instruction is empty");
    }
    FlatTable arguments = given.get();
    switch (instruction.uint8(0, 0)) {
      case KERNEL -> kernel(arguments);
      case DELEGATE -> new Delegates(file, plan, values, calls).run(arguments);
      case MOVE -> values.set(arguments.int32(1, 0), values.get(arguments.int32(0, 0)));
      case JUMP_FALSE -> {
        Object condition = values.get(arguments.int32(0, 0));
        return truth(condition) ? at + 1 : arguments.int32(1, 0);
      }
      default -> {
        // Memory is freed: nothing to do here.
      }
    }
    return at + 1;
  }

  private boolean truth(Object condition) throws Problem {
    Object known =
        calls.isTensor(condition)
            ? calls.call("aten::item", List.of(condition), Map.of())
            : condition;
    return known instanceof Boolean truth ? truth : !Long.valueOf(0).equals(known);
  }

  /** Arguments are those of the operator's schema, then the outputs, then what is returned. */
  private void kernel(FlatTable call) throws Problem {
    int index = call.int32(0, 0);
    if (index < 0 || index >= operators.size()) {
      throw file.broken("there is no operator " + index);
    }
    String name = operators.get(index).string(0);
    int[] arguments = call.ints(1);
    int given = inputs(arguments);
    List<Object> inputs = new ArrayList<>();
    for (int i = 0; i < given; i++) {
      inputs.add(values.get(arguments[i], calls));
    }
    Object result = calls.call(name, inputs, Map.of());
    List<Object> results = result instanceof Results several ? several.values() : List.of(result);
    if (result instanceof List<?> list && given < arguments.length) {
      bindList(arguments[given], list);
      return;
    }
    for (int i = 0; i < results.size() && given + i < arguments.length; i++) {
      if (results.get(i) != None.NONE) {
        values.set(arguments[given + i], results.get(i));
      }
    }
  }

  /** The last argument is what is returned: the output before it, or a list of the outputs. */
  private int inputs(int[] arguments) throws Problem {
    int last = arguments.length - 1;
    if (last < 0) {
      throw file.broken("a call has no arguments");
    }
    if (last > 0 && arguments[last] == arguments[last - 1]) {
      return last - 1;
    }
    if (!values.isList(arguments[last])) {
      return last;
    }
    int[] members = values.members(arguments[last]);
    boolean list = last > 0 && values.isList(arguments[last - 1]);
    if (list && Arrays.equals(values.members(arguments[last - 1]), members)) {
      return last - 1;
    }
    return Math.max(0, last - members.length);
  }

  /** An operator that gives several tensors at once, such as a split. */
  private void bindList(int target, List<?> results) throws Problem {
    int[] targets = values.members(target);
    if (targets.length != results.size()) {
      throw file.broken(results.size() + " tensors are given to " + targets.length + " values");
    }
    for (int i = 0; i < targets.length; i++) {
      values.set(targets[i], results.get(i));
    }
  }
}
