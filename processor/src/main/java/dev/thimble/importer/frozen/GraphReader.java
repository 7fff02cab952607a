package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.FrozenMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.frozen.schema.GraphDef;
import dev.thimble.importer.frozen.schema.NodeDef;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Site;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a graph whose nodes stand in any order: from what nobody reads back to its inputs. Sound is
 * not decoded: a graph that begins with TensorFlow's decoder and features takes the features.
 */
final class GraphReader {
  private final String file;
  private final Network network;
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, List<Tensor>> tensors = new HashMap<>();

  GraphReader(String file, GraphDef graph) throws Problem {
    this.file = file;
    this.network = new Network(file);
    for (NodeDef node : graph.getNodeList()) {
      places.put(node.getName(), places.size());
      if (nodes.put(node.getName(), node) != null) {
        throw broken("two nodes are named " + Site.printable(node.getName()));
      }
    }
  }

  Graph read() throws Problem {
    List<Tensor> outputs = new ArrayList<>();
    for (NodeDef node : ends()) {
      compute(node.getName());
      outputs.addAll(tensors.getOrDefault(node.getName(), List.of()));
    }
    return network.finish(outputs);
  }

  /** Nodes that compute something and that no other node reads. */
  private List<NodeDef> ends() throws Problem {
    Set<String> read = new HashSet<>();
    nodes.values().forEach(n -> n.getInputList().forEach(i -> read.add(source(i))));
    List<NodeDef> ends = new ArrayList<>();
    for (NodeDef node : nodes.values()) {
      boolean computes = !Operators.isNothing(node.getOp()) && !node.getOp().equals("Const");
      if (computes && !read.contains(node.getName()) && node.getInputCount() > 0) {
        ends.add(node);
      }
    }
    if (ends.isEmpty()) {
      throw broken("each of its nodes is read by another one");
    }
    return ends;
  }

  /** The node that an input names: {@code split:1} is the node split's second result. */
  static String source(String input) {
    String plain = input.startsWith("^") ? input.substring(1) : input;
    int colon = plain.lastIndexOf(':');
    return colon < 0 ? plain : plain.substring(0, colon);
  }

  private void compute(String end) throws Problem {
    Deque<String> open = new ArrayDeque<>();
    Set<String> begun = new HashSet<>();
    open.push(end);
    while (!open.isEmpty()) {
      String name = open.peek();
      NodeDef node = nodes.get(name);
      if (node == null) {
        throw broken("a node reads " + Site.printable(name) + ", which is not there");
      }
      List<String> missing = tensors.containsKey(name) ? List.of() : missing(node);
      if (missing.isEmpty()) {
        open.pop();
        if (!tensors.containsKey(name)) {
          run(node);
        }
      } else if (!begun.add(name)) {
        throw broken("node " + Site.printable(name) + " reads itself");
      } else {
        missing.forEach(open::push);
      }
    }
  }

  /** What is to be computed before; nothing for inputs, those of decoders included. */
  private List<String> missing(NodeDef node) {
    if (Operators.isInput(node.getOp())) {
      return List.of();
    }
    return node.getInputList().stream()
        .filter(i -> !i.startsWith("^"))
        .map(GraphReader::source)
        .filter(s -> !tensors.containsKey(s))
        .distinct()
        .toList();
  }

  private void run(NodeDef node) throws Problem {
    network.at(Site.of(node.getOp(), places.getOrDefault(node.getName(), 0), node.getName()));
    NodeStep step = new NodeStep(network, node, nodes, tensors);
    tensors.put(node.getName(), Operators.find(network, node.getOp()).read(step));
  }

  private Problem broken(String fault) {
    return new Problem(FrozenMessage.TM3901_BROKEN_GRAPH, file, fault);
  }
}
