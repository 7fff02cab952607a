package dev.thimble.importer.onnxml;

import com.google.protobuf.ByteString;
import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.onnx.schema.AttributeProto;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import java.util.List;
import java.util.Optional;

/** A node of the file, its attributes by name. */
record MlNode(String file, int index, NodeProto proto) {
  private Optional<AttributeProto> attribute(String name) {
    return proto.getAttributeList().stream().filter(a -> a.getName().equals(name)).findFirst();
  }

  boolean has(String name) {
    return attribute(name).isPresent();
  }

  long integer(String name, long otherwise) {
    return attribute(name).map(AttributeProto::getI).orElse(otherwise);
  }

  double number(String name, double otherwise) {
    return attribute(name).map(a -> (double) a.getF()).orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return attribute(name).map(a -> a.getS().toStringUtf8()).orElse(otherwise);
  }

  double[] numbers(String name) {
    List<Float> floats = attribute(name).map(AttributeProto::getFloatsList).orElse(List.of());
    return floats.stream().mapToDouble(f -> f).toArray();
  }

  int[] integers(String name) {
    List<Long> longs = attribute(name).map(AttributeProto::getIntsList).orElse(List.of());
    return longs.stream()
        .mapToInt(n -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, n)))
        .toArray();
  }

  List<String> texts(String name) {
    List<ByteString> bytes = attribute(name).map(AttributeProto::getStringsList).orElse(List.of());
    return bytes.stream().map(ByteString::toStringUtf8).toList();
  }

  Optional<GraphProto> graph(String name) {
    return attribute(name).filter(AttributeProto::hasG).map(AttributeProto::getG);
  }

  String kind() {
    return proto.getOpType();
  }

  String input(int position) {
    return position < proto.getInputCount() ? proto.getInput(position) : "";
  }

  /** The operator, or what it does, has no counterpart. */
  Problem unsupported(String why) {
    return new Problem(
        ImportMessage.TM3003_UNSUPPORTED_OPERATOR, file, kind(), index, writes(), why);
  }

  private String writes() {
    return proto.getOutputCount() == 0 ? "nothing" : proto.getOutput(0);
  }

  /** The operator's numbers contradict each other. */
  Problem broken(String fault) {
    return new Problem(ImportMessage.TM3005_BROKEN_OPERATOR, file, kind(), index, writes(), fault);
  }
}
