package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Shape;
import dev.thimble.importer.coreml.schema.BatchedMatMulLayerParams;
import dev.thimble.importer.coreml.schema.BatchnormLayerParams;
import dev.thimble.importer.coreml.schema.InnerProductLayerParams;
import dev.thimble.importer.coreml.schema.LayerNormalizationLayerParams;
import dev.thimble.importer.coreml.schema.WeightParams;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Products;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Products of matrices, normalisations, and one number a channel. */
final class LayerProducts {
  private LayerProducts() {}

  /** Pictures are multiplied as a whole, all else along its last axis. */
  static void innerProduct(LayerStep step) throws Problem {
    InnerProductLayerParams product = step.layer().getInnerProduct();
    Network network = step.network();
    long in = product.getInputChannels();
    long out = product.getOutputChannels();
    Tensor weights = step.constant(product.getWeights(), List.of(out, in));
    Optional<Tensor> bias =
        product.getHasBias()
            ? Optional.of(step.constant(product.getBias(), List.of(out)))
            : Optional.empty();
    Tensor x = step.input();
    boolean last = !step.pictures() && x.rank() > 0 && x.extent(-1) == in;
    if (last) {
      step.give(new Products(network).linear(x, weights, bias));
      return;
    }
    if (x.shape().elements() != in) {
      throw network.broken("weights of " + weights.shape() + " for " + x.shape());
    }
    Tensor row = step.movements().reshape(x, Shape.of(1, (int) in));
    Tensor result = new Products(network).linear(row, weights, bias);
    step.give(step.movements().reshape(result, Shape.of(1, (int) out, 1, 1)));
  }

  static void matmul(LayerStep step) throws Problem {
    BatchedMatMulLayerParams product = step.layer().getBatchedMatmul();
    Products products = new Products(step.network());
    List<Tensor> inputs = step.inputs();
    Tensor x = product.getTransposeA() ? products.turned(inputs.get(0)) : inputs.get(0);
    if (inputs.size() == 2) {
      Tensor y = product.getTransposeB() ? products.turned(inputs.get(1)) : inputs.get(1);
      step.give(products.matmul(x, y));
      return;
    }
    long in = product.getWeightMatrixFirstDimension();
    long out = product.getWeightMatrixSecondDimension();
    Tensor weights = step.constant(product.getWeights(), List.of(in, out));
    Optional<Tensor> bias =
        product.getHasBias()
            ? Optional.of(step.constant(product.getBias(), List.of(out)))
            : Optional.empty();
    step.give(products.linear(x, products.turned(weights), bias));
  }

  static void batchnorm(LayerStep step) throws Problem {
    BatchnormLayerParams norm = step.layer().getBatchnorm();
    Network network = step.network();
    if (norm.getComputeMeanVar() || norm.getInstanceNormalization()) {
      throw network.unsupported("an instance normalisation", "Use batch normalisation.");
    }
    Tensor x = step.input();
    long channels = norm.getChannels();
    if (x.rank() != 4) {
      throw network.broken("it normalises " + x.shape());
    }
    // A variance that is left out is 1.
    float[] ones = new float[(int) Math.min(channels, Short.MAX_VALUE)];
    Arrays.fill(ones, 1);
    step.give(
        step.elements()
            .batchNorm(
                x,
                numbers(network, norm.getGamma(), channels, ones),
                numbers(network, norm.getBeta(), channels, new float[ones.length]),
                numbers(network, norm.getMean(), channels, new float[ones.length]),
                numbers(network, norm.getVariance(), channels, ones),
                norm.getEpsilon()));
  }

  private static float[] numbers(
      Network network, WeightParams weights, long count, float[] fallback) throws Problem {
    boolean given =
        weights.getFloatValueCount() > 0
            || !weights.getFloat16Value().isEmpty()
            || !weights.getRawValue().isEmpty();
    return given ? LayerWeights.read(network, weights, network.shape(List.of(count)), 0) : fallback;
  }

  /** Mean and variance of the picture itself, of all channels together or of each. */
  static void normalize(LayerStep step) throws Problem {
    var norm = step.layer().getMvn();
    if (!norm.getNormalizeVariance()) {
      throw step.network().unsupported("only the mean taken out", "Normalise the variance too.");
    }
    Tensor x = step.input();
    List<Integer> axes = new ArrayList<>();
    for (int axis = norm.getAcrossChannels() ? -3 : -2; axis < 0; axis++) {
      axes.add(step.network().axis(axis, x.rank()));
    }
    step.give(ProgramProducts.normalised(step.network(), x, axes, norm.getEpsilon()));
  }

  static void layerNormalization(LayerStep step) throws Problem {
    LayerNormalizationLayerParams norm = step.layer().getLayerNormalization();
    Tensor x = step.input();
    int over = norm.getNormalizedShapeCount();
    List<Integer> axes = new ArrayList<>();
    for (int axis = x.rank() - over; axis < x.rank(); axis++) {
      axes.add(step.network().axis(axis, x.rank()));
    }
    Tensor result = ProgramProducts.normalised(step.network(), x, axes, norm.getEps());
    result =
        step.elements()
            .binary(
                Binary.Kind.MUL,
                result,
                step.constant(norm.getGamma(), norm.getNormalizedShapeList()));
    step.give(
        step.elements()
            .binary(
                Binary.Kind.ADD,
                result,
                step.constant(norm.getBeta(), norm.getNormalizedShapeList())));
  }

  /** A factor and a shift, each one number, one a channel, or one an element. */
  static void scale(LayerStep step) throws Problem {
    var scale = step.layer().getScale();
    Tensor x = step.input();
    Tensor factor = shaped(step, scale.getScale(), scale.getShapeScaleList());
    Tensor scaled = step.elements().binary(Binary.Kind.MUL, x, factor);
    step.give(
        scale.getHasBias()
            ? step.elements()
                .binary(
                    Binary.Kind.ADD,
                    scaled,
                    shaped(step, scale.getBias(), scale.getShapeBiasList()))
            : scaled);
  }

  static void bias(LayerStep step) throws Problem {
    var bias = step.layer().getBias();
    step.give(
        step.elements()
            .binary(
                Binary.Kind.ADD, step.input(), shaped(step, bias.getBias(), bias.getShapeList())));
  }

  private static Tensor shaped(LayerStep step, WeightParams weights, List<Long> extents)
      throws Problem {
    return extents.size() == 1
        ? step.channels(weights, extents.get(0))
        : step.constant(weights, extents);
  }
}
