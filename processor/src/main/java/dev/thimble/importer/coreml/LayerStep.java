package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.importer.coreml.schema.NeuralNetworkLayer;
import dev.thimble.importer.coreml.schema.WeightParams;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One layer of a neural network while it is read. */
final class LayerStep {
  private final Network network;
  private final Map<String, Tensor> tensors;
  private final NeuralNetworkLayer layer;

  /** Whether tensors have five axes at least for Core ML, of which channels are the third last. */
  private final boolean pictures;

  LayerStep(
      Network network, Map<String, Tensor> tensors, NeuralNetworkLayer layer, boolean pictures) {
    this.network = network;
    this.tensors = tensors;
    this.layer = layer;
    this.pictures = pictures;
  }

  Network network() {
    return network;
  }

  NeuralNetworkLayer layer() {
    return layer;
  }

  boolean pictures() {
    return pictures;
  }

  Elements elements() {
    return new Elements(network);
  }

  Movements movements() {
    return new Movements(network);
  }

  List<Tensor> inputs() throws Problem {
    List<Tensor> inputs = new ArrayList<>();
    for (String name : layer.getInputList()) {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw network.broken("it reads " + name + ", which nothing before it has written");
      }
      inputs.add(tensor);
    }
    if (inputs.isEmpty()) {
      throw network.broken("it reads nothing");
    }
    return inputs;
  }

  /** The only input. */
  Tensor input() throws Problem {
    List<Tensor> inputs = inputs();
    if (inputs.size() != 1) {
      throw network.broken("it has " + inputs.size() + " inputs instead of 1");
    }
    return inputs.get(0);
  }

  /** The axis of channels: the third from the end. */
  int channelAxis(Tensor x) throws Problem {
    return network.axis(-3, x.rank());
  }

  void give(Tensor... results) throws Problem {
    if (layer.getOutputCount() == 0 || results.length < layer.getOutputCount()) {
      throw network.broken("it has " + layer.getOutputCount() + " outputs");
    }
    for (int i = 0; i < layer.getOutputCount(); i++) {
      tensors.put(layer.getOutput(i), results[i]);
    }
  }

  /** Weights as a constant; scales serve slices along the first axis. */
  Tensor constant(WeightParams weights, List<Long> extents) throws Problem {
    return constant(weights, extents, 0);
  }

  /** Weights as a constant; scales serve slices along that axis. */
  Tensor constant(WeightParams weights, List<Long> extents, int axis) throws Problem {
    Shape shape = network.shape(extents);
    return network.constant(shape, LayerWeights.read(network, weights, shape, axis));
  }

  /** One number a channel, to meet channels on the third last axis. */
  Tensor channels(WeightParams weights, long channels) throws Problem {
    Tensor flat = constant(weights, List.of(channels));
    return movements().reshape(flat, Shape.of(flat.extent(0), 1, 1));
  }
}
