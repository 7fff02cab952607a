package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import dev.thimble.importer.onnx.schema.TypeProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Goes through a file's nodes and keeps what each value stands for, until a label is found: its
 * scores are the model.
 */
final class Forward {
  private final String file;
  private final GraphProto graph;
  private final ClassicalGraph made;
  private final Map<String, Form> forms = new LinkedHashMap<>();

  Forward(String file, GraphProto graph) throws Problem {
    this.file = file;
    this.graph = graph;
    for (TensorProto tensor : graph.getInitializerList()) {
      forms.put(tensor.getName(), new Form.Known(MlTensor.of(file, tensor)));
    }
    String input =
        graph.getInputList().stream()
            .map(v -> v.getName())
            .filter(name -> !forms.containsKey(name))
            .reduce((first, second) -> first)
            .orElseThrow(() -> broken("it has no input"));
    int features = features(input);
    made = new ClassicalGraph(features);
    forms.put(input, Sums.identity(made.current(), features));
  }

  private Problem broken(String fault) {
    return new Problem(ImportMessage.TM3001_BROKEN_MODEL, file, fault, 0, 0);
  }

  /** The last extent of the input. */
  private int features(String input) throws Problem {
    TypeProto type =
        graph.getInputList().stream()
            .filter(v -> v.getName().equals(input))
            .findFirst()
            .orElseThrow()
            .getType();
    int rank = type.getTensorType().getShape().getDimCount();
    long features = rank == 0 ? 0 : type.getTensorType().getShape().getDim(rank - 1).getDimValue();
    if (features < 1 || features > 1 << 10 || graphInputs() != 1) {
      throw broken("a model takes one input of features whose number is known, up to 1024");
    }
    return (int) features;
  }

  private long graphInputs() {
    return graph.getInputList().stream()
        .filter(v -> !(forms.get(v.getName()) instanceof Form.Known))
        .count();
  }

  /** The model. */
  Graph graph() throws Problem, ShapeException {
    for (int i = 0; i < graph.getNodeCount(); i++) {
      MlNode node = new MlNode(file, i, graph.getNode(i));
      Form form = new Rules(this, node, made).form();
      if (form instanceof Form.Label label) {
        return finish(label.scores(), node);
      }
      for (String output : node.proto().getOutputList()) {
        forms.put(output, form);
      }
    }
    Form last =
        Optional.ofNullable(
                forms.get(graph.getOutputCount() == 0 ? "" : graph.getOutput(0).getName()))
            .orElseThrow(() -> broken("nothing computes its output"));
    return finish(
        last, new MlNode(file, graph.getNodeCount() - 1, graph.getNode(graph.getNodeCount() - 1)));
  }

  private Graph finish(Form form, MlNode node) throws Problem, ShapeException {
    new Making(made, node).value(form);
    return made.finish();
  }

  /** What a value stands for. */
  Form form(MlNode node, int position) throws Problem {
    Form form = forms.get(node.input(position));
    if (form == null) {
      throw node.broken("it reads " + node.input(position) + ", which nothing computes");
    }
    return form;
  }
}
