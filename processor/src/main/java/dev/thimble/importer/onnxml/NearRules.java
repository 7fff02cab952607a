package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Metric;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import java.util.List;

/** The steps of nearest neighbours, as skl2onnx writes them. */
record NearRules(MlNode node, Operands read) {
  /** Whether these rules are for what the node does. */
  static boolean suits(MlNode node, Operands read) {
    boolean measures = node.kind().equals("Scan") || node.kind().equals("CDist");
    return measures
        || read.forms().stream()
            .anyMatch(
                f -> f instanceof Form.Far || f instanceof Form.Near || f instanceof Form.Votes);
  }

  Form form() throws Problem {
    Form first = read.get(0);
    switch (node.kind()) {
      case "Scan", "CDist" -> {
        return far();
      }
      case "Sqrt", "ReduceSum", "ReduceMean" -> {
        // The order of distances is that of their squares.
        return first;
      }
      case "TopK" -> {
        if (first instanceof Form.Far far && node.integer("largest", 1) == 0) {
          return new Form.Near(far, (int) read.known(1).at(0), new double[0]);
        }
      }
      case "ArrayFeatureExtractor", "Gather" -> {
        if (read.size() > 1 && read.get(1) instanceof Form.Near near) {
          return new Form.Near(near.from(), near.count(), read.known(0).data());
        }
      }
      case "Equal" -> {
        if (first instanceof Form.Near near && near.list().length > 0) {
          return new Form.Votes(near, read.known(1).data());
        }
      }
      case "Concat" -> {
        return concat();
      }
      case "Div" -> {
        if (first instanceof Form.Votes) {
          return first;
        }
      }
      default -> {
        // Fall through to the message.
      }
    }
    throw read.unread();
  }

  private Form far() throws Problem {
    boolean scan = node.kind().equals("Scan");
    List<String> body =
        node.graph("body").map(GraphProto::getNodeList).orElse(List.of()).stream()
            .map(NodeProto::getOpType)
            .toList();
    String named = node.text("metric", "euclidean");
    boolean manhattan =
        scan ? body.contains("Abs") : named.contains("block") || named.equals("manhattan");
    boolean euclidean = scan ? body.contains("ReduceSumSquare") : named.contains("euclidean");
    if ((!manhattan && !euclidean) || !(read.get(0) instanceof Sums x)) {
      throw node.unsupported("Distances are read where they are Euclidean or Manhattan's.");
    }
    return new Form.Far(x, read.known(1).rows(), manhattan ? Metric.MANHATTAN : Metric.EUCLIDEAN);
  }

  private Form concat() throws Problem {
    Form.Near near = null;
    double[] classes = new double[read.size()];
    for (int i = 0; i < classes.length; i++) {
      if (!(read.get(i) instanceof Form.Votes votes) || votes.classes().length != 1) {
        throw read.unread();
      }
      near = votes.near();
      classes[i] = votes.classes()[0];
    }
    if (near == null) {
      throw read.unread();
    }
    return new Form.Votes(near, classes);
  }
}
