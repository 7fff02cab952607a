package dev.thimble.importer.network;

import dev.thimble.diagnostic.ImportMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.quantize.GivenScales;
import dev.thimble.quantize.Quantizer;
import java.util.List;

/** Makes a graph of what was read. */
final class Finishing {
  private final Network network;
  private final String file;

  Finishing(Network network, String file) {
    this.network = network;
    this.file = file;
  }

  /** The graph. */
  Graph finish(List<Tensor> outputs) throws Problem {
    network.at(Site.BORDER);
    if (outputs.isEmpty()) {
      throw nothing();
    }
    for (Tensor output : outputs) {
      hand(output);
    }
    Graph simple = Quantizer.simplify(network.builder().build());
    Graph turned = InputLayouts.apply(simple);
    if (!turned.equals(simple)) {
      turned = Quantizer.simplify(turned);
    }
    Graph named = CanonicalNames.apply(GivenScales.apply(turned, file));
    if (named.nodes().isEmpty()) {
      throw nothing();
    }
    return named;
  }

  /** Pictures stay height x width x channels; all else is handed out as the file has it. */
  private void hand(Tensor output) throws Problem {
    boolean pictures = output.rank() == 4 && output.order().equals(Tensor.picture(4));
    List<Integer> sequence = List.of(0, 2, 1);
    boolean sequences = output.rank() == 3 && output.order().equals(Tensor.picture(3));
    Tensor handed = output;
    if (sequences) {
      handed = network.arranged(output, sequence);
    } else if (!pictures) {
      handed = network.plain(output);
    }
    Value value = network.held(handed);
    if (value.isConstant()) {
      throw nothing();
    }
    if (network.builder().build().inputs().contains(value.name())) {
      Shape shape = value.shape();
      handed = network.emit(new Reshape(shape), Tensor.plain(shape.rank()), handed);
    }
    network.builder().output(handed.value());
  }

  private Problem nothing() {
    return new Problem(
        ImportMessage.TM3001_BROKEN_MODEL, file, "it computes nothing from an input", 0, 0);
  }
}
