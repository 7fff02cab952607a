package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.torch.ScriptObject;
import dev.thimble.importer.torch.TorchArchive;
import dev.thimble.importer.torch.aten.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The forward function of an archive's bytecode. */
final class MobileProgram implements ScriptNetwork.Program {
  private final ScriptObject module;
  private final Map<String, Bytecode.Function> functions;
  private final Bytecode.Function forward;

  MobileProgram(ScriptObject module, TorchArchive archive) throws Problem, ScriptFault {
    this.module = module;
    functions = Bytecode.functions(archive.pickle("bytecode.pkl"));
    Bytecode.Function found = functions.get(module.type() + ".forward");
    if (found == null) {
      throw new ScriptFault("bytecode.pkl: there is no function " + module.type() + ".forward");
    }
    forward = found;
  }

  @Override
  public List<String> inputs() throws ScriptFault {
    List<String> names = new ArrayList<>();
    for (Bytecode.Argument argument : parameters()) {
      if (argument.type().equals("Tensor")) {
        names.add(argument.name());
      } else if (argument.fallback() == None.NONE && !argument.type().startsWith("Optional")) {
        throw new ScriptFault("its input " + argument.name() + " is no tensor");
      }
    }
    return names;
  }

  /** All but the module itself; files without a schema have one input. */
  private List<Bytecode.Argument> parameters() {
    List<Bytecode.Argument> all = forward.arguments();
    return all.isEmpty()
        ? List.of(new Bytecode.Argument("input", "Tensor", None.NONE))
        : all.subList(1, all.size());
  }

  @Override
  public Object run(Operations operations, List<Object> inputs) throws Problem, ScriptFault {
    List<Object> arguments = new ArrayList<>(List.of(module));
    int next = 0;
    for (Bytecode.Argument parameter : parameters()) {
      boolean tensor = parameter.type().equals("Tensor");
      arguments.add(tensor ? inputs.get(next) : parameter.fallback());
      next += tensor ? 1 : 0;
    }
    return new Machine(functions, operations).call(forward, arguments);
  }
}
