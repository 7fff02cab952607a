package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import dev.thimble.importer.onnx.schema.AttributeProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One operator of the file while it is read: its inputs, its attributes, its outputs. */
final class Step {
  private final OnnxModel model;
  private final NodeProto node;

  Step(OnnxModel model, NodeProto node) {
    this.model = model;
    this.node = node;
  }

  OnnxModel model() {
    return model;
  }

  Network network() {
    return model.network();
  }

  Elements elements() {
    return new Elements(network());
  }

  Movements move() {
    return new Movements(network());
  }

  String kind() {
    return node.getOpType();
  }

  /** The operator's set: empty for ONNX's own. */
  String domain() {
    return node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
  }

  int opset() {
    return model.opset();
  }

  // ---- inputs and outputs ----

  int inputs() {
    return node.getInputCount();
  }

  int outputs() {
    return node.getOutputCount();
  }

  /** The name of an input; empty where it is absent. */
  String name(int input) {
    return input < node.getInputCount() ? node.getInput(input) : "";
  }

  String outputName(int output) {
    return output < node.getOutputCount() ? node.getOutput(output) : "";
  }

  /** Whether an optional input is there; one without elements is not. */
  boolean has(int input) {
    String name = name(input);
    return !name.isEmpty() && model.stored(name).filter(StoredTensors::isEmpty).isEmpty();
  }

  Tensor input(int input) throws Problem {
    if (name(input).isEmpty()) {
      throw network().broken("its input " + input + " is missing");
    }
    return model.tensor(name(input), kind());
  }

  Optional<Tensor> optional(int input) throws Problem {
    return has(input) ? Optional.of(input(input)) : Optional.empty();
  }

  List<Tensor> all() throws Problem {
    List<Tensor> all = new ArrayList<>();
    for (int i = 0; i < inputs(); i++) {
      all.add(input(i));
    }
    if (all.isEmpty()) {
      throw network().broken("it has no input");
    }
    return all;
  }

  void give(Tensor result) {
    give(0, result);
  }

  void give(int output, Tensor result) {
    if (!outputName(output).isEmpty()) {
      model.bind(outputName(output), result);
    }
  }

  // ---- attributes ----

  Optional<AttributeProto> attribute(String name) {
    return node.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  long integer(String name, long otherwise) {
    return attribute(name).map(AttributeProto::getI).orElse(otherwise);
  }

  double real(String name, double otherwise) {
    return attribute(name).map(a -> (double) a.getF()).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  /** A list of integers, each cut to 32 bits. */
  List<Integer> integers(String name, List<Integer> otherwise) {
    return attribute(name)
        .map(a -> a.getIntsList().stream().map(Step::narrow).toList())
        .orElse(otherwise);
  }

  Optional<TensorProto> constant(String name) {
    return attribute(name).filter(AttributeProto::hasT).map(AttributeProto::getT);
  }

  static int narrow(long value) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
  }

  /** Integers that newer sets give as a constant input and older ones as an attribute. */
  Optional<List<Integer>> integers(int input, String attribute) throws Problem {
    if (has(input)) {
      List<Integer> values = new ArrayList<>();
      for (long value : network().integers(input(input))) {
        values.add(narrow(value));
      }
      return Optional.of(values);
    }
    return attribute(attribute).map(a -> integers(attribute, List.of()));
  }

  /** A number that newer sets give as a constant input and older ones as an attribute. */
  double number(int input, String attribute, double otherwise) throws Problem {
    if (!has(input)) {
      return real(attribute, otherwise);
    }
    float[] values = network().floats(input(input));
    if (values.length != 1) {
      throw network().broken(values.length + " numbers where one is expected");
    }
    return values[0];
  }

  /** Axes counted from the front. */
  List<Integer> axes(List<Integer> given, int rank) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (int axis : given) {
      axes.add(network().axis(axis, rank));
    }
    return axes;
  }

  int axis(String name, long otherwise, int rank) throws Problem {
    return network().axis(integer(name, otherwise), rank);
  }

  Problem unsupported(String what, String wayOut) {
    return network().unsupported(what, wayOut);
  }
}
