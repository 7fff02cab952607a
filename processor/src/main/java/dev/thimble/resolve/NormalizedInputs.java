package dev.thimble.resolve;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import dev.thimble.importer.Normalization;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Inputs of a network of integers whose file says how raw numbers are normalised: from here on
 * their integers stand for the raw numbers. Nothing is computed for it, for it goes into scale and
 * zero point.
 */
final class NormalizedInputs {
  private NormalizedInputs() {}

  /**
   * The network with such inputs. Its nodes have their rules already: none looks at a scale again.
   *
   * @param normalizations one for each input, in order; there may be fewer
   */
  static Graph of(Graph network, List<Optional<Normalization>> normalizations) {
    Map<String, Value> values = new LinkedHashMap<>(network.values());
    for (int i = 0; i < Math.min(network.inputs().size(), normalizations.size()); i++) {
      Value input = network.value(network.inputs().get(i));
      if (normalizations.get(i).isPresent() && input.quantization().isPresent()) {
        values.put(input.name(), input.with(raw(input.quantized(), normalizations.get(i).get())));
      }
    }
    return new Graph(values, network.nodes(), network.inputs(), network.outputs());
  }

  private static Quantization raw(Quantization own, Normalization normalization) {
    double scale = own.scale() * normalization.deviation();
    return Quantization.perTensor(
        scale, own.zeroPoint() - (int) Math.round(normalization.mean() / scale));
  }
}
