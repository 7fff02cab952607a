package dev.thimble.resolve;

import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.importer.Normalization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Inputs of a network whose file says how raw numbers are normalised: from here on they stand for
 * the raw numbers. For integers nothing is computed, for it goes into scale and zero point; reals
 * are normalised by the network.
 */
final class NormalizedInputs {
  private NormalizedInputs() {}

  /**
   * The network of integers with such inputs. Its nodes have their rules already: none looks at a
   * scale again.
   *
   * @param normalizations one for each input, in order; there may be fewer
   */
  static Graph ofIntegers(Graph network, List<Optional<Normalization>> normalizations) {
    Map<String, Value> values = new LinkedHashMap<>(network.values());
    each(
        network,
        normalizations,
        (input, normalization) -> {
          if (input.quantization().isPresent()) {
            values.put(input.name(), input.with(raw(input.quantized(), normalization)));
          }
        });
    return new Graph(values, network.nodes(), network.inputs(), network.outputs());
  }

  /** The network of reals with such inputs. */
  static Graph ofReals(Graph network, List<Optional<Normalization>> normalizations) {
    Map<String, Value> values = new LinkedHashMap<>(network.values());
    List<Node> nodes = new ArrayList<>(network.nodes());
    each(
        network,
        normalizations,
        (input, normalization) -> {
          if (input.element() == ElementType.FLOAT32) {
            ahead(values, nodes, input, normalization);
          }
        });
    return new Graph(values, nodes, network.inputs(), network.outputs());
  }

  private static void each(
      Graph network,
      List<Optional<Normalization>> normalizations,
      BiConsumer<Value, Normalization> change) {
    for (int i = 0; i < Math.min(network.inputs().size(), normalizations.size()); i++) {
      Value input = network.value(network.inputs().get(i));
      normalizations.get(i).ifPresent(normalization -> change.accept(input, normalization));
    }
  }

  /** Lets all that read the input read it less its mean, by its deviation. */
  private static void ahead(
      Map<String, Value> values, List<Node> nodes, Value input, Normalization normalization) {
    String centred = fresh(values, input.name() + "_centred");
    String done = fresh(values, input.name() + "_normalised");
    String mean = fresh(values, input.name() + "_mean");
    String factor = fresh(values, input.name() + "_factor");
    nodes.replaceAll(
        node ->
            node.reading(
                node.inputs().stream()
                    .map(name -> name.equals(input.name()) ? done : name)
                    .toList()));
    nodes.add(0, node(centred, Binary.Kind.SUB, input.name(), mean));
    nodes.add(1, node(done, Binary.Kind.MUL, centred, factor));
    for (String name : List.of(centred, done)) {
      values.put(name, Value.real(name, input.shape()));
    }
    values.put(mean, Value.real(mean, Shape.of(1), new float[] {(float) normalization.mean()}));
    values.put(
        factor,
        Value.real(factor, Shape.of(1), new float[] {(float) (1 / normalization.deviation())}));
  }

  private static Node node(String name, Binary.Kind kind, String left, String right) {
    return Node.of(name, new Binary(kind, Activation.NONE), left, right);
  }

  private static String fresh(Map<String, Value> values, String wanted) {
    String name = wanted;
    while (values.containsKey(name)) {
      name += "_";
    }
    values.put(name, Value.real(name, Shape.of(1)));
    return name;
  }

  private static Quantization raw(Quantization own, Normalization normalization) {
    double scale = own.scale() * normalization.deviation();
    return Quantization.perTensor(
        scale, own.zeroPoint() - (int) Math.round(normalization.mean() / scale));
  }
}
