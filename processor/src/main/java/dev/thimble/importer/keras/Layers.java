package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The layers that are read, by Keras's class name. */
final class Layers {
  /** What only changes anything in training, random changes of pictures included. */
  private static final List<String> NOTHING =
      List.of(
          "ActivityRegularization",
          "AlphaDropout",
          "Dropout",
          "GaussianDropout",
          "GaussianNoise",
          "Identity",
          "RandomBrightness",
          "RandomContrast",
          "RandomFlip",
          "RandomRotation",
          "RandomTranslation",
          "RandomZoom",
          "SpatialDropout1D",
          "SpatialDropout2D");

  private static final SortedMap<String, LayerReader> READERS = new TreeMap<>();

  static {
    READERS.put("Dense", new DenseLayer());
    for (int axes = 1; axes <= 2; axes++) {
      String ending = axes + "D";
      ConvolutionLayer convolution = new ConvolutionLayer(axes);
      READERS.put("Conv" + ending, convolution);
      READERS.put("DepthwiseConv" + ending, new DepthwiseLayer(axes));
      READERS.put("SeparableConv" + ending, new SeparableLayer(axes));
      READERS.put("Conv" + ending + "Transpose", new TransposeLayer(axes));
      READERS.put("MaxPooling" + ending, new PoolLayer(axes, Pool2d.Kind.MAX));
      READERS.put("AveragePooling" + ending, new PoolLayer(axes, Pool2d.Kind.AVERAGE));
      READERS.put("GlobalMaxPooling" + ending, new GlobalPoolLayer(axes, Reduce.Kind.MAX));
      READERS.put("GlobalAveragePooling" + ending, new GlobalPoolLayer(axes, Reduce.Kind.MEAN));
      READERS.put("ZeroPadding" + ending, new ZeroPaddingLayer(axes));
      READERS.put("Cropping" + ending, new CroppingLayer(axes));
      READERS.put("UpSampling" + ending, new UpSamplingLayer(axes));
    }
    READERS.put("BatchNormalization", new BatchNormalizationLayer());
    READERS.put("LayerNormalization", new LayerNormalizationLayer());
    READERS.put("Normalization", new NormalizationLayer());
    READERS.put("Rescaling", new RescalingLayer());
    READERS.put("Activation", ActivationLayers::named);
    READERS.put("ReLU", ActivationLayers::relu);
    READERS.put("LeakyReLU", ActivationLayers::leaky);
    READERS.put("PReLU", ActivationLayers::parametric);
    READERS.put("ELU", ActivationLayers::elu);
    READERS.put("Softmax", ActivationLayers::softmax);
    READERS.put("Add", new MergeLayer(Binary.Kind.ADD, false));
    READERS.put("Average", new MergeLayer(Binary.Kind.ADD, true));
    READERS.put("Subtract", new MergeLayer(Binary.Kind.SUB, false));
    READERS.put("Multiply", new MergeLayer(Binary.Kind.MUL, false));
    READERS.put("Maximum", new MergeLayer(Binary.Kind.MAXIMUM, false));
    READERS.put("Minimum", new MergeLayer(Binary.Kind.MINIMUM, false));
    READERS.put("Concatenate", ShapeLayers::concatenate);
    READERS.put("Flatten", ShapeLayers::flatten);
    READERS.put("Reshape", ShapeLayers::reshape);
    READERS.put("Permute", ShapeLayers::permute);
    READERS.put("RepeatVector", ShapeLayers::repeat);
    READERS.put("TimeDistributed", new TimeDistributedLayer());
    READERS.put("Bidirectional", new BidirectionalLayer());
    for (String recurrent : List.of("GRU", "LSTM", "SimpleRNN")) {
      READERS.put(recurrent, new RecurrentLayer());
    }
    for (String nothing : NOTHING) {
      READERS.put(nothing, LayerCall::input);
    }
  }

  private Layers() {}

  /** Other names of the same layers. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "Convolution1D", "Conv1D",
          "Convolution2D", "Conv2D",
          "Convolution2DTranspose", "Conv2DTranspose",
          "SeparableConvolution2D", "SeparableConv2D",
          "BatchNormalizationV1", "BatchNormalization",
          "MaxPool2D", "MaxPooling2D",
          "AvgPool2D", "AveragePooling2D");

  /** The names that are read. */
  static List<String> names() {
    return List.copyOf(READERS.keySet());
  }

  /** The reader of a layer. */
  static LayerReader find(LayerCall call) throws Problem {
    String kind = call.layer().kind();
    return Optional.ofNullable(READERS.get(ALIASES.getOrDefault(kind, kind)))
        .orElseThrow(call::unknown);
  }
}
