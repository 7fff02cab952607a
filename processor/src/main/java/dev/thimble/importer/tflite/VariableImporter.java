package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import java.util.HashMap;
import java.util.Map;

/** VAR_HANDLE, READ_VARIABLE, ASSIGN_VARIABLE and the CALL_ONCE that gives variables a value. */
final class VariableImporter implements OperatorImporter {
  static final int CALL_ONCE = 129;
  static final int VAR_HANDLE = 142;
  static final int READ_VARIABLE = 143;
  static final int ASSIGN_VARIABLE = 144;

  private static final int CALL_ONCE_OPTIONS = 103;
  private static final int VAR_HANDLE_OPTIONS = 111;

  @Override
  public void read(Step step) throws Problem {
    Variables variables = step.assembly().variables();
    switch (step.operator().code()) {
      case CALL_ONCE -> initialise(step);
      case VAR_HANDLE -> variables.handle(step.out(0).index(), name(step));
      case READ_VARIABLE -> {
        step.expect(1, 1, 1);
        step.bind(0, variables.read(step, variables.variable(step), step.out(0)));
      }
      default -> {
        step.expect(2, 2, 0);
        variables.assign(step, variables.variable(step), step.input(1));
      }
    }
  }

  private static String name(Step step) throws Problem {
    step.expect(0, 0, 1);
    Options options = step.options(VAR_HANDLE_OPTIONS);
    return options.string(0) + "/" + options.string(1);
  }

  /** Reads the subgraph that runs once: it may only give constants to variables. */
  private static void initialise(Step step) throws Problem {
    Assembly assembly = step.assembly();
    int index = step.options(CALL_ONCE_OPTIONS).integer(0, 0);
    FileGraph once =
        assembly
            .model()
            .graph(index)
            .orElseThrow(() -> step.broken("there is no subgraph " + index));
    Map<Integer, String> handles = new HashMap<>();
    for (FileOperator operator : once.operators()) {
      Step inner = new Step(assembly, operator, step.name());
      if (operator.code() == VAR_HANDLE && operator.outputs().size() == 1) {
        handles.put(operator.outputs().get(0), name(inner));
      } else if (operator.code() == ASSIGN_VARIABLE && operator.inputs().size() == 2) {
        assign(step, once, operator, handles);
      } else {
        throw step.unsupported(
            operator.shown() + " in a subgraph that runs once",
            "Give variables a constant as their first value.");
      }
    }
  }

  private static void assign(
      Step step, FileGraph once, FileOperator operator, Map<Integer, String> handles)
      throws Problem {
    String variable = handles.get(operator.inputs().get(0));
    int from = operator.inputs().get(1);
    if (variable == null || from < 0) {
      throw step.broken("a subgraph that runs once assigns to no variable");
    }
    FileTensor constant = once.tensors().get(from);
    if (!step.assembly().model().hasData(constant.buffer())) {
      throw step.unsupported(
          "a variable whose first value is computed",
          "Give variables a constant as their first value.");
    }
    step.assembly().variables().initial(variable, constant);
  }
}
