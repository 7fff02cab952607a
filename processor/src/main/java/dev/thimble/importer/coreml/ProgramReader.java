package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.CoreMlMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.coreml.schema.Block;
import dev.thimble.importer.coreml.schema.Dimension;
import dev.thimble.importer.coreml.schema.Function;
import dev.thimble.importer.coreml.schema.FunctionBlockSpecializationsEntry;
import dev.thimble.importer.coreml.schema.NamedValueType;
import dev.thimble.importer.coreml.schema.Operation;
import dev.thimble.importer.coreml.schema.ProgramFunctionsEntry;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Site;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Reads a program: the operations of one block, one after the other. */
final class ProgramReader {
  private static final String MAIN = "main";

  private final ModelPackage file;
  private final Network network;
  private final ProgramScope scope;

  ProgramReader(ModelPackage file) {
    this.file = file;
    this.network = new Network(file.file().name());
    this.scope = new ProgramScope(network, new ProgramValues(file));
  }

  /** The names of classes that the program gives; known once it was read. */
  List<String> labels() {
    return scope.labels();
  }

  Graph read() throws Problem {
    Function function = function();
    Block block = block(function);
    for (NamedValueType input : function.getInputsList()) {
      scope.bind(input.getName(), network.input(input.getName(), network.shape(extents(input))));
    }
    int index = 0;
    for (Operation operation : block.getOperationsList()) {
      String writes =
          operation.getOutputsCount() > 0 ? operation.getOutputs(0).getName() : "nothing";
      network.at(Site.of(operation.getType(), index++, writes));
      ProgramOperators.find(network, operation.getType()).read(new ProgramStep(scope, operation));
    }
    List<Tensor> outputs = new ArrayList<>();
    for (String output : block.getOutputsList()) {
      Tensor tensor = scope.tensor(output);
      if (!outputs.contains(tensor)) {
        outputs.add(tensor);
      }
    }
    return network.finish(outputs);
  }

  private Function function() throws Problem {
    String wanted = file.spec().getDescription().getDefaultFunctionName();
    List<ProgramFunctionsEntry> all = file.spec().getMlProgram().getFunctionsList();
    for (ProgramFunctionsEntry entry : all) {
      if (entry.getKey().equals(wanted.isEmpty() ? MAIN : wanted)) {
        return entry.getValue();
      }
    }
    throw file.broken("its program has no function " + (wanted.isEmpty() ? MAIN : wanted));
  }

  private Block block(Function function) throws Problem {
    for (FunctionBlockSpecializationsEntry entry : function.getBlockSpecializationsList()) {
      if (entry.getKey().equals(function.getOpset())) {
        return entry.getValue();
      }
    }
    throw file.broken("its program has no operations for " + function.getOpset());
  }

  private List<Long> extents(NamedValueType input) throws Problem {
    List<Long> extents = new ArrayList<>();
    boolean fixed = input.getType().hasTensorType();
    for (Dimension dimension : input.getType().getTensorType().getDimensionsList()) {
      fixed &= dimension.hasConstant();
      extents.add(dimension.getConstant().getSize());
    }
    if (!fixed) {
      throw new Problem(CoreMlMessage.TM3804_OPEN_SHAPE, file.file().name(), input.getName());
    }
    return extents;
  }
}
