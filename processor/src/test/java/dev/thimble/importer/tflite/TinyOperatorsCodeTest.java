package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.graph.ReadState;
import dev.thimble.graph.Value;
import dev.thimble.graph.WriteState;
import dev.thimble.graph.passes.IntegerPasses;
import dev.thimble.importer.ModelFile;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import dev.thimble.testing.BuildOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The models of TinyOperators side by side in a few programs: the Java twin and the C on this host
 * give what the interpreter gives, which TinyOperatorsTest holds to the references.
 */
class TinyOperatorsCodeTest {
  private static final int TOGETHER = 60;

  @Test
  void twinAndCodeAgree() throws Problem {
    Map<String, byte[]> models = new TreeMap<>(TinyOperators.all());
    models.put("unsigned", TinyModels.unsigned());
    models.put("streaming", TinyModels.streaming());
    List<String> names = List.copyOf(models.keySet());
    for (int from = 0; from < names.size(); from += TOGETHER) {
      Graph.Builder all = new Graph.Builder();
      for (String name : names.subList(from, Math.min(names.size(), from + TOGETHER))) {
        add(all, name + "_", graph(models.get(name)));
      }
      compare(new Comparison("operators from " + from, TestModel.of(all.build()), from));
    }
  }

  private static Graph graph(byte[] model) throws Problem {
    Graph graph = new TfLiteImporter().read(new ModelFile("tiny.tflite", model));
    return new IntegerPasses(Set.of()).apply(ReferenceArithmetic.apply(graph, Profile.TFLM));
  }

  private static void compare(Comparison comparison) {
    comparison.twin();
    comparison.host(
        BuildOptions.DEFAULT
            .withOptimization("-O0")
            .withSanitizers("undefined", "address")
            .withModelFlags("-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Werror"));
  }

  private static void add(Graph.Builder all, String prefix, Graph graph) {
    for (Value v : graph.values().values()) {
      all.value(
          new Value(prefix + v.name(), v.element(), v.shape(), v.quantization(), v.constant()));
    }
    for (Node node : graph.nodes()) {
      all.node(
          new Node(
              prefix + node.name(),
              prefix + node.step(),
              named(node.operator(), prefix),
              prefixed(node.inputs(), prefix),
              prefixed(node.outputs(), prefix),
              node.arithmetic()));
    }
    prefixed(graph.inputs(), prefix).forEach(all::input);
    prefixed(graph.outputs(), prefix).forEach(all::output);
  }

  private static Operator named(Operator operator, String prefix) {
    if (operator instanceof ReadState read) {
      return new ReadState(prefix + read.state());
    }
    return operator instanceof WriteState write ? new WriteState(prefix + write.state()) : operator;
  }

  private static List<String> prefixed(List<String> names, String prefix) {
    return names.stream().map(name -> name.isEmpty() ? name : prefix + name).toList();
  }
}
