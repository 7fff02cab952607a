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
import dev.thimble.kernel.random.TestModel;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The models of TinyOperators side by side in a few programs, for the tests of code. */
public final class TinyPrograms {
  private TinyPrograms() {}

  /**
   * All operators.
   *
   * @param together how many are one program
   */
  public static List<TestModel> all(int together) throws Problem {
    return all(together, name -> true);
  }

  /** The operators whose names in the table of vectors are wanted. */
  public static List<TestModel> all(int together, Predicate<String> wanted) throws Problem {
    Map<String, byte[]> models = new TreeMap<>(TinyOperators.all());
    models.put("streaming", TinyModels.streaming());
    List<String> names = models.keySet().stream().filter(wanted).toList();
    List<TestModel> programs = new ArrayList<>();
    for (int from = 0; from < names.size(); from += together) {
      Graph.Builder all = new Graph.Builder();
      for (String name : names.subList(from, Math.min(names.size(), from + together))) {
        add(all, name + "_", graph(models.get(name)));
      }
      programs.add(TestModel.of(all.build()));
    }
    return programs;
  }

  /** One of the operators, by its name in the table of vectors. */
  public static TestModel one(String name) throws Problem {
    return TestModel.of(graph(Objects.requireNonNull(TinyOperators.all().get(name))));
  }

  private static Graph graph(byte[] model) throws Problem {
    Graph graph = new TfLiteImporter().read(new ModelFile("tiny.tflite", model));
    return new IntegerPasses(Set.of()).apply(ReferenceArithmetic.apply(graph, Profile.TFLM));
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
