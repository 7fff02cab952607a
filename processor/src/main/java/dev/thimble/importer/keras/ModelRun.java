package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Value;
import dev.thimble.importer.keras.Layer.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls the layers of a model in an order in which what they read is there. */
final class ModelRun {
  private static final String INPUT = "InputLayer";

  private final KerasGraph graph;
  private final Architecture model;
  private final LayerWeights weights;
  private final Optional<Layer> outermost;
  private final Map<Flow, Value> values = new HashMap<>();

  ModelRun(KerasGraph graph, Architecture model, LayerWeights weights) {
    this(graph, model, weights, Optional.empty());
  }

  private ModelRun(
      KerasGraph graph, Architecture model, LayerWeights weights, Optional<Layer> outermost) {
    this.graph = graph;
    this.model = model;
    this.weights = weights;
    this.outermost = outermost;
  }

  private record Call(Layer layer, int number) {}

  /** The input layers, in the order of the model's inputs. */
  List<Layer> inputs() throws Problem {
    List<Layer> inputs = new ArrayList<>();
    for (Flow flow : model.inputs()) {
      inputs.add(
          model.layers().stream()
              .filter(l -> l.name().equals(flow.layer()) && l.kind().equals(INPUT))
              .findFirst()
              .orElseThrow(() -> topology("there is no input layer " + flow.layer())));
    }
    return inputs;
  }

  /** The model's outputs for these inputs. */
  List<Value> outputs(List<Value> given) throws Problem {
    if (given.size() != model.inputs().size()) {
      throw topology(
          "the model %s reads %d tensors, not %d"
              .formatted(model.name(), model.inputs().size(), given.size()));
    }
    for (int i = 0; i < given.size(); i++) {
      values.put(model.inputs().get(i), given.get(i));
    }
    List<Call> open = new ArrayList<>();
    for (Layer layer : model.layers()) {
      for (int call = 0; call < layer.calls().size() && !layer.kind().equals(INPUT); call++) {
        open.add(new Call(layer, call));
      }
    }
    boolean more = true;
    while (more && !open.isEmpty()) {
      int before = open.size();
      for (Call call : List.copyOf(open)) {
        if (ready(call)) {
          run(call);
          open.remove(call);
        }
      }
      more = open.size() < before;
    }
    List<Value> outputs = new ArrayList<>();
    for (Flow flow : model.outputs()) {
      outputs.add(value(flow));
    }
    return outputs;
  }

  private boolean ready(Call call) {
    List<Flow> read = call.layer().calls().get(call.number());
    return !read.isEmpty() && values.keySet().containsAll(read);
  }

  private Value value(Flow flow) throws Problem {
    Value value = values.get(flow);
    if (value == null) {
      throw topology(
          "output %d of layer %s is never computed: what it reads is missing, or it reads itself"
              .formatted(flow.output(), flow.layer()));
    }
    return value;
  }

  private void run(Call call) throws Problem {
    Layer layer = call.layer();
    List<Value> inputs = new ArrayList<>();
    for (Flow flow : layer.calls().get(call.number())) {
      inputs.add(value(flow));
    }
    Layer top = outermost.orElse(layer);
    List<Value> results;
    if (layer.nested().isPresent()) {
      results =
          new ModelRun(graph, layer.nested().get(), weights, Optional.of(top)).outputs(inputs);
    } else {
      results =
          List.of(KerasImporter.call(new LayerCall(graph, layer, inputs, weights.of(layer, top))));
    }
    for (int output = 0; output < results.size(); output++) {
      int number = call.number() + model.firstCall(layer);
      values.put(new Flow(layer.name(), number, output), results.get(output));
    }
  }

  private Problem topology(String fault) {
    return KerasImporter.topology(graph.file(), fault);
  }
}
