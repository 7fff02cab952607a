package dev.thimble.emit;

import dev.thimble.declaration.ModelName;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The outline of a network that nobody declared: its inputs and outputs are its steps. */
public final class GraphOutline {
  private GraphOutline() {}

  /** Steps {@code in0, in1, ...} and {@code out0, out1, ...} under that name. */
  public static ModelOutline of(ModelName name, Graph graph) {
    List<ModelOutline.Step> steps = new ArrayList<>();
    List<ModelOutline.Port> inputs = ports("in", graph.inputs(), graph);
    List<ModelOutline.Port> outputs = ports("out", graph.outputs(), graph);
    inputs.forEach(port -> steps.add(step("Input", port)));
    outputs.forEach(port -> steps.add(step("Network", port)));
    return new ModelOutline(name, true, inputs, outputs, steps, Optional.empty(), List.of());
  }

  private static ModelOutline.Step step(String annotation, ModelOutline.Port port) {
    return new ModelOutline.Step(port.step(), annotation, port, List.of(), List.of());
  }

  private static List<ModelOutline.Port> ports(String prefix, List<String> values, Graph graph) {
    List<ModelOutline.Port> ports = new ArrayList<>();
    for (String name : values) {
      Value value = graph.value(name);
      ports.add(
          new ModelOutline.Port(
              prefix + ports.size(), name, value.element(), value.shape(), value.quantization()));
    }
    return ports;
  }
}
