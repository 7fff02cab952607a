package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.CoreMlMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.coreml.schema.FeatureDescription;
import dev.thimble.importer.coreml.schema.FeatureType;
import dev.thimble.importer.coreml.schema.ImageFeatureType;
import dev.thimble.importer.coreml.schema.Model;
import dev.thimble.importer.coreml.schema.NeuralNetworkImageScaler;
import dev.thimble.importer.coreml.schema.NeuralNetworkLayer;
import dev.thimble.importer.coreml.schema.NeuralNetworkMultiArrayShapeMapping;
import dev.thimble.importer.coreml.schema.NeuralNetworkPreprocessing;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Site;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a neural network: its layers, one after the other. In networks of the first versions every
 * tensor is a picture, [1, channels, height, width] here; later ones have tensors as declared.
 */
final class NetworkReader {
  private static final int COLOURS = 3;

  private final ModelPackage file;
  private final Model model;
  private final Network network;
  private final Map<String, Tensor> tensors = new HashMap<>();

  NetworkReader(ModelPackage file, Model model) {
    this.file = file;
    this.model = model;
    this.network = new Network(file.file().name());
  }

  Graph read() throws Problem {
    Layers layers = layers();
    for (FeatureDescription input : model.getDescription().getInputList()) {
      Tensor tensor = network.input(input.getName(), shape(input, layers.pictures()));
      tensors.put(input.getName(), preprocessed(input, tensor, layers.preprocessing()));
    }
    int index = 0;
    for (NeuralNetworkLayer layer : layers.layers()) {
      String kind = layer.getLayerCase().name().toLowerCase(Locale.ROOT);
      network.at(Site.of(kind, index++, layer.getOutputCount() > 0 ? layer.getOutput(0) : ""));
      LayerOperators.find(network, layer.getLayerCase())
          .read(new LayerStep(network, tensors, layer, layers.pictures()));
    }
    return network.finish(outputs(layers));
  }

  /** The three types of networks have the same members. */
  private record Layers(
      List<NeuralNetworkLayer> layers,
      List<NeuralNetworkPreprocessing> preprocessing,
      boolean pictures,
      String scores) {}

  private Layers layers() {
    NeuralNetworkMultiArrayShapeMapping pictures =
        NeuralNetworkMultiArrayShapeMapping.RANK5_ARRAY_MAPPING;
    return switch (model.getTypeCase()) {
      case NEURALNETWORKCLASSIFIER -> {
        var network = model.getNeuralNetworkClassifier();
        yield new Layers(
            network.getLayersList(),
            network.getPreprocessingList(),
            network.getArrayInputShapeMapping() == pictures,
            network.getLabelProbabilityLayerName());
      }
      case NEURALNETWORKREGRESSOR -> {
        var network = model.getNeuralNetworkRegressor();
        yield new Layers(
            network.getLayersList(),
            network.getPreprocessingList(),
            network.getArrayInputShapeMapping() == pictures,
            "");
      }
      default -> {
        var network = model.getNeuralNetwork();
        yield new Layers(
            network.getLayersList(),
            network.getPreprocessingList(),
            network.getArrayInputShapeMapping() == pictures,
            "");
      }
    };
  }

  private Shape shape(FeatureDescription input, boolean pictures) throws Problem {
    FeatureType type = input.getType();
    if (type.hasImageType()) {
      ImageFeatureType image = type.getImageType();
      long channels = grey(image) ? 1 : COLOURS;
      return network.shape(List.of(1L, channels, image.getHeight(), image.getWidth()));
    }
    List<Long> extents = new ArrayList<>(type.getMultiArrayType().getShapeList());
    if (!type.hasMultiArrayType() || extents.isEmpty()) {
      throw new Problem(CoreMlMessage.TM3804_OPEN_SHAPE, file.file().name(), input.getName());
    }
    if (pictures && extents.size() == 1) {
      extents.addAll(List.of(1L, 1L));
    }
    if (pictures && extents.size() == COLOURS) {
      extents.add(0, 1L);
    }
    return network.shape(extents);
  }

  private static boolean grey(ImageFeatureType image) {
    return image.getColorSpace() == ImageFeatureType.ColorSpace.GRAYSCALE
        || image.getColorSpace() == ImageFeatureType.ColorSpace.GRAYSCALE_FLOAT16;
  }

  /** The scale and bias, or the mean picture, that the file has for an input. */
  private Tensor preprocessed(
      FeatureDescription input, Tensor tensor, List<NeuralNetworkPreprocessing> all)
      throws Problem {
    Elements elements = new Elements(network);
    Tensor result = tensor;
    for (NeuralNetworkPreprocessing step : all) {
      boolean own =
          step.getFeatureName().isEmpty() || step.getFeatureName().equals(input.getName());
      if (own && step.hasScaler()) {
        Tensor scaled =
            elements.binary(Binary.Kind.MUL, result, step.getScaler().getChannelScale());
        result = elements.binary(Binary.Kind.ADD, scaled, bias(input, step.getScaler()));
      } else if (own && step.hasMeanImage()) {
        var mean = step.getMeanImage().getMeanImageList();
        if (mean.size() != tensor.shape().elements()) {
          throw file.broken("its mean image has " + mean.size() + " numbers");
        }
        float[] numbers = new float[mean.size()];
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = mean.get(i);
        }
        result =
            elements.binary(Binary.Kind.SUB, result, network.constant(tensor.shape(), numbers));
      }
    }
    return result;
  }

  /** Biases in the order of the picture's channels. */
  private Tensor bias(FeatureDescription input, NeuralNetworkImageScaler scaler) {
    ImageFeatureType image = input.getType().getImageType();
    if (!input.getType().hasImageType() || grey(image)) {
      return network.constant(Shape.of(), scaler.getGrayBias());
    }
    boolean reversed = image.getColorSpace() == ImageFeatureType.ColorSpace.BGR;
    float first = reversed ? scaler.getBlueBias() : scaler.getRedBias();
    float last = reversed ? scaler.getRedBias() : scaler.getBlueBias();
    return network.constant(Shape.of(COLOURS, 1, 1), first, scaler.getGreenBias(), last);
  }

  private List<Tensor> outputs(Layers layers) throws Problem {
    List<Tensor> outputs = new ArrayList<>();
    for (FeatureDescription output : model.getDescription().getOutputList()) {
      Tensor tensor = tensors.get(output.getName());
      if (tensor != null && !outputs.contains(tensor)) {
        outputs.add(tensor);
      }
    }
    Tensor scores = tensors.get(layers.scores());
    if (outputs.isEmpty() && scores != null) {
      outputs.add(scores);
    }
    if (outputs.isEmpty() && !layers.layers().isEmpty()) {
      // A classifier hands out labels; its scores are what the last layer gives.
      NeuralNetworkLayer last = layers.layers().get(layers.layers().size() - 1);
      outputs.add(tensors.get(last.getOutput(0)));
    }
    return outputs;
  }
}
