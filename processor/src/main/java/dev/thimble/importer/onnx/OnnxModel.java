package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.OnnxMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Site;
import dev.thimble.importer.network.Tensor;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.ModelProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import dev.thimble.importer.onnx.schema.OperatorSetIdProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import dev.thimble.importer.onnx.schema.TensorShapeProto;
import dev.thimble.importer.onnx.schema.ValueInfoProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A file of ONNX: what each of its names stands for, read on demand from the outputs on. */
final class OnnxModel {
  private static final int OLDEST = 7;

  private final ModelFile file;
  private final GraphProto graph;
  private final int opset;
  private final Network network;
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final Map<String, Integer> producers = new HashMap<>();
  private final Set<String> consumed = new HashSet<>();
  private final Map<String, Tensor> bound = new HashMap<>();
  private final Map<String, DataType> types = new HashMap<>();

  OnnxModel(ModelFile file, ModelProto model) throws Problem {
    this.file = file;
    this.graph = model.getGraph();
    this.network = new Network(file.name());
    if (!model.hasGraph() || graph.getNodeCount() == 0) {
      throw new Problem(OnnxMessage.TM3201_NOT_ONNX, file.name(), "it holds no operators");
    }
    this.opset = opset(model);
    for (TensorProto tensor : graph.getInitializerList()) {
      initializers.put(tensor.getName(), tensor);
    }
    for (int i = 0; i < graph.getNodeCount(); i++) {
      for (String output : graph.getNode(i).getOutputList()) {
        producers.putIfAbsent(output, i);
      }
      consumed.addAll(graph.getNode(i).getInputList());
    }
    graph.getOutputList().forEach(output -> consumed.add(output.getName()));
  }

  private int opset(ModelProto model) throws Problem {
    long version = 0;
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        version = Math.max(version, set.getVersion());
      }
    }
    if (version < OLDEST || version > 1000) {
      throw new Problem(OnnxMessage.TM3202_OPERATOR_SET, file.name(), version, OLDEST);
    }
    return (int) version;
  }

  int opset() {
    return opset;
  }

  Network network() {
    return network;
  }

  // ---- from the outputs on ----

  Graph graph() throws Problem {
    for (ValueInfoProto input : graph.getInputList()) {
      if (!initializers.containsKey(input.getName())) {
        input(input);
      }
    }
    List<ValueInfoProto> outputs = outputs();
    for (ValueInfoProto output : outputs) {
      demand(output.getName());
    }
    List<Tensor> tensors = new ArrayList<>();
    for (ValueInfoProto output : outputs) {
      tensors.add(tensor(output.getName(), "the output"));
    }
    return network.finish(tensors);
  }

  /** All outputs; beside scores, labels (integers, texts) are left out. */
  private List<ValueInfoProto> outputs() {
    List<ValueInfoProto> reals = new ArrayList<>();
    for (ValueInfoProto output : graph.getOutputList()) {
      int code = output.getType().getTensorType().getElemType();
      boolean label =
          code == DataType.INT64.code()
              || code == DataType.STRING.code()
              || output.getType().hasSequenceType();
      if (!label) {
        reals.add(output);
      }
    }
    return reals.isEmpty() ? graph.getOutputList() : reals;
  }

  private void input(ValueInfoProto input) throws Problem {
    network.at(Site.of("input", 0, input.getName()));
    List<Long> extents = new ArrayList<>();
    List<TensorShapeProto.Dimension> dimensions =
        input.getType().getTensorType().getShape().getDimList();
    for (TensorShapeProto.Dimension dimension : dimensions) {
      boolean batch = extents.isEmpty() && dimension.getDimValue() < 1;
      if (!batch && dimension.getDimValue() < 1) {
        throw new Problem(
            OnnxMessage.TM3203_OPEN_SHAPE, file.name(), Site.printable(input.getName()));
      }
      extents.add(batch ? 1 : dimension.getDimValue());
    }
    if (extents.size() > 8) {
      throw network.broken("an input of " + extents.size() + " axes");
    }
    Shape shape = network.shape(extents);
    Optional<DataType> type = DataType.of(input.getType().getTensorType().getElemType());
    bound.put(input.getName(), network.input(input.getName(), shape));
    type.ifPresent(t -> types.put(input.getName(), t));
  }

  /** Reads the operator that writes a name, and before it all those that it reads. */
  private void demand(String name) throws Problem {
    Deque<String> waiting = new ArrayDeque<>(List.of(name));
    Set<Integer> begun = new HashSet<>();
    while (!waiting.isEmpty()) {
      String next = waiting.getFirst();
      Integer at = producers.get(next);
      if (next.isEmpty() || bound.containsKey(next) || initializers.containsKey(next)) {
        waiting.removeFirst();
      } else if (at == null) {
        throw unwritten(next, name);
      } else {
        List<String> missing = missing(graph.getNode(at));
        if (missing.isEmpty()) {
          read(at);
          waiting.removeFirst();
        } else if (begun.add(at)) {
          missing.forEach(waiting::addFirst);
        } else {
          throw unwritten(missing.get(0), next);
        }
      }
    }
  }

  private List<String> missing(NodeProto node) {
    return node.getInputList().stream()
        .filter(n -> !n.isEmpty() && !bound.containsKey(n) && !initializers.containsKey(n))
        .toList();
  }

  private void read(int at) throws Problem {
    NodeProto node = graph.getNode(at);
    String writes = node.getOutputCount() == 0 ? "nothing" : node.getOutput(0);
    network.at(Site.of(node.getOpType(), at, writes));
    Step step = new Step(this, node);
    Operators.find(step).read(step);
    for (String output : node.getOutputList()) {
      if (consumed.contains(output) && !output.isEmpty() && !bound.containsKey(output)) {
        throw network.unsupported("its output " + Site.printable(output), "Use its first output.");
      }
    }
  }

  private Problem unwritten(String name, String reader) {
    return new Problem(
        ImportMessage.TM3006_NOT_EXECUTABLE,
        file.name(),
        "before",
        0,
        Site.printable(reader),
        Site.printable(name));
  }

  // ---- names ----

  /** What a name stands for; constants become tensors when they are first read. */
  Tensor tensor(String name, String reader) throws Problem {
    Tensor known = bound.get(name);
    if (known != null) {
      return known;
    }
    TensorProto stored = initializers.get(name);
    if (stored == null) {
      throw unwritten(name, reader);
    }
    Tensor tensor = new StoredTensors(file, network).read(stored);
    bound.put(name, tensor);
    return tensor;
  }

  /** A constant as it is stored, where the name is one. */
  Optional<TensorProto> stored(String name) {
    return Optional.ofNullable(initializers.get(name));
  }

  /** A constant that an operator holds itself. */
  void store(String name, TensorProto tensor) {
    initializers.put(name, tensor);
  }

  ModelFile file() {
    return file;
  }

  void bind(String name, Tensor tensor) {
    bound.put(name, tensor);
  }

  /** What integers a name holds, where that was said. */
  Optional<DataType> type(String name) {
    TensorProto stored = initializers.get(name);
    return stored != null
        ? DataType.of(stored.getDataType())
        : Optional.ofNullable(types.get(name));
  }

  void type(String name, DataType type) {
    types.put(name, type);
  }
}
