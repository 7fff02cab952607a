package dev.thimble.importer.torch.script;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.torch.ScriptObject;
import dev.thimble.importer.torch.StoredTensor;
import dev.thimble.importer.torch.TorchArchive;
import dev.thimble.importer.torch.aten.AtenProgram;
import dev.thimble.importer.torch.aten.InputShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One archive of TorchScript as a network. */
final class ScriptNetwork {
  private static final String FORWARD = "forward";

  private final ModelFile file;
  private final TorchArchive archive;
  private final ScriptSources sources;

  ScriptNetwork(ModelFile file, TorchArchive archive) {
    this.file = file;
    this.archive = archive;
    sources = new ScriptSources(archive);
  }

  /** The network for inputs of these shapes, or of those that a traced file remembers. */
  Graph read(List<Shape> given) throws Problem {
    Object top = archive.pickle("data.pkl");
    boolean mobile = archive.find("bytecode.pkl").isPresent();
    boolean source = archive.names().stream().anyMatch(name -> name.startsWith("code/"));
    if (!(top instanceof ScriptObject module) || !(mobile || source)) {
      throw new Problem(TorchMessage.TM3507_NO_TORCH_PROGRAM, file.name(), "code/");
    }
    try {
      List<String> inputs = program(module, mobile).inputs();
      return InputShapes.read(
          file.name(), inputs, traced(), given, shapes -> built(inputs, mobile, shapes));
    } catch (ScriptFault fault) {
      throw TorchScriptImporter.broken(file, fault);
    }
  }

  /** What is run: the forward method of the archive's module. */
  interface Program {
    /** Names of the tensors that it takes. */
    List<String> inputs() throws Problem, ScriptFault;

    /** Its result. */
    Object run(Operations operations, List<Object> inputs) throws Problem, ScriptFault;
  }

  private Program program(ScriptObject module, boolean mobile) throws Problem, ScriptFault {
    return mobile ? new MobileProgram(module, archive) : source(module);
  }

  /** Programs may change their module: each run reads it anew. */
  private AtenProgram built(List<String> names, boolean mobile, List<InputShapes.Input> shapes)
      throws Problem {
    AtenProgram network = new AtenProgram(file.name(), loader());
    try {
      List<Object> inputs = new ArrayList<>();
      Program program = program((ScriptObject) archive.pickle("data.pkl"), mobile);
      for (int i = 0; i < names.size(); i++) {
        inputs.add(network.input(names.get(i), shapes.get(i)));
      }
      network.outputs(List.of(program.run(new Operations(file.name(), network), inputs)));
      return network;
    } catch (ScriptFault fault) {
      throw TorchScriptImporter.broken(file, fault);
    }
  }

  private AtenProgram.Loader loader() {
    return new AtenProgram.Loader() {
      @Override
      public boolean isTensor(Object value) {
        return value instanceof StoredTensor;
      }

      @Override
      public Array load(Object value) throws Problem {
        return archive.stored("", (StoredTensor) value);
      }

      @Override
      public Optional<Quantization> meaning(Object value) throws Problem {
        return archive.meaning((StoredTensor) value);
      }
    };
  }

  private Program source(ScriptObject module) throws Problem {
    List<Object> constants =
        archive.find("constants.pkl").isPresent()
                && Values.of(archive.pickle("constants.pkl")) instanceof List<?> list
            ? new ArrayList<>(list)
            : List.of();
    return new Program() {
      @Override
      public List<String> inputs() throws Problem, ScriptFault {
        ScriptFunction forward =
            sources
                .method(module.type(), FORWARD)
                .orElseThrow(() -> new ScriptFault(module.type() + " has no method " + FORWARD));
        List<String> names = new ArrayList<>();
        for (ScriptFunction.Parameter parameter :
            forward.parameters().subList(1, forward.parameters().size())) {
          if (!parameter.tensor() && parameter.fallback().isEmpty()) {
            throw new ScriptFault("its input " + parameter.name() + " is no tensor");
          }
          if (parameter.tensor()) {
            names.add(parameter.name());
          }
        }
        return names;
      }

      @Override
      public Object run(Operations operations, List<Object> inputs) throws Problem, ScriptFault {
        return new Evaluator(sources, operations, constants)
            .method(module, FORWARD, inputs, Map.of());
      }
    };
  }

  /** The shapes of the inputs that a trace was made with. */
  private Optional<List<List<Integer>>> traced() throws Problem {
    if (archive.find("traced_inputs.pkl").isEmpty()
        || !(archive.pickle("traced_inputs.pkl") instanceof Map<?, ?> methods)
        || !(methods.get(FORWARD) instanceof List<?> inputs)) {
      return Optional.empty();
    }
    List<List<Integer>> shapes = new ArrayList<>();
    for (Object input : inputs) {
      if (input instanceof StoredTensor tensor) {
        shapes.add(tensor.extents().stream().map(Long::intValue).toList());
      }
    }
    return Optional.of(shapes);
  }
}
