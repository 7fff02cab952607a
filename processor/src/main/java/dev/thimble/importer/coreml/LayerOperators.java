package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.importer.coreml.LayerMerges.Reduced;
import dev.thimble.importer.coreml.schema.NeuralNetworkLayer.LayerCase;
import dev.thimble.importer.network.Network;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The layers of neural networks that are read. */
final class LayerOperators {
  private static final Map<LayerCase, LayerOperator> READERS = new EnumMap<>(LayerCase.class);

  static {
    READERS.put(LayerCase.CONVOLUTION, LayerWindows::convolution);
    READERS.put(LayerCase.POOLING, LayerWindows::pooling);
    READERS.put(LayerCase.INNERPRODUCT, LayerProducts::innerProduct);
    READERS.put(LayerCase.BATCHEDMATMUL, LayerProducts::matmul);
    READERS.put(LayerCase.BATCHNORM, LayerProducts::batchnorm);
    READERS.put(LayerCase.MVN, LayerProducts::normalize);
    READERS.put(LayerCase.LAYERNORMALIZATION, LayerProducts::layerNormalization);
    READERS.put(LayerCase.SCALE, LayerProducts::scale);
    READERS.put(LayerCase.BIAS, LayerProducts::bias);
    functions();
    pictures();
    tensors();
  }

  private LayerOperators() {}

  private static void functions() {
    READERS.put(LayerCase.ACTIVATION, LayerActivations::activation);
    READERS.put(LayerCase.UNARY, LayerActivations::unary);
    READERS.put(LayerCase.CLIP, LayerActivations::clip);
    READERS.put(LayerCase.ERF, LayerActivations::erf);
    READERS.put(LayerCase.GELU, LayerActivations::gelu);
    READERS.put(LayerCase.CLAMPEDRELU, LayerActivations::clampedRelu);
    READERS.put(LayerCase.TANH, LayerActivations::tanh);
    READERS.put(LayerCase.SOFTMAX, LayerMerges::softmax);
    READERS.put(LayerCase.SOFTMAXND, LayerMerges::softmaxAxis);
    READERS.put(LayerCase.ADD, LayerMerges.merge(Binary.Kind.ADD, false));
    READERS.put(LayerCase.ADDBROADCASTABLE, LayerMerges.merge(Binary.Kind.ADD, false));
    READERS.put(LayerCase.MULTIPLY, LayerMerges.merge(Binary.Kind.MUL, false));
    READERS.put(LayerCase.MULTIPLYBROADCASTABLE, LayerMerges.merge(Binary.Kind.MUL, false));
    READERS.put(LayerCase.SUBTRACTBROADCASTABLE, LayerMerges.merge(Binary.Kind.SUB, false));
    READERS.put(LayerCase.DIVIDEBROADCASTABLE, LayerMerges.merge(Binary.Kind.DIV, false));
    READERS.put(LayerCase.AVERAGE, LayerMerges.merge(Binary.Kind.ADD, true));
    READERS.put(LayerCase.MAX, LayerMerges.merge(Binary.Kind.MAXIMUM, false));
    READERS.put(LayerCase.MAXBROADCASTABLE, LayerMerges.merge(Binary.Kind.MAXIMUM, false));
    READERS.put(LayerCase.MIN, LayerMerges.merge(Binary.Kind.MINIMUM, false));
    READERS.put(LayerCase.MINBROADCASTABLE, LayerMerges.merge(Binary.Kind.MINIMUM, false));
  }

  private static void pictures() {
    READERS.put(LayerCase.COPY, LayerMovements::copy);
    READERS.put(LayerCase.FLATTEN, LayerMovements::flatten);
    READERS.put(LayerCase.RESHAPE, LayerMovements::reshape);
    READERS.put(LayerCase.PERMUTE, LayerMovements::permute);
    READERS.put(LayerCase.CONCAT, LayerMovements::concat);
    READERS.put(LayerCase.SPLIT, LayerMovements::split);
    READERS.put(LayerCase.SLICE, LayerMovements::slice);
    READERS.put(LayerCase.CROP, LayerMovements::crop);
    READERS.put(LayerCase.PADDING, LayerMovements::padding);
    READERS.put(LayerCase.UPSAMPLE, LayerMovements::upsample);
    READERS.put(LayerCase.REDUCE, LayerMerges::reduce);
    READERS.put(LayerCase.LOADCONSTANT, LayerShapes::constant);
  }

  private static void tensors() {
    READERS.put(LayerCase.LOADCONSTANTND, LayerShapes::constantAny);
    READERS.put(LayerCase.RESHAPESTATIC, LayerShapes::reshape);
    READERS.put(LayerCase.RANKPRESERVINGRESHAPE, LayerShapes::reshapePreserving);
    READERS.put(LayerCase.TRANSPOSE, LayerShapes::transpose);
    READERS.put(LayerCase.SQUEEZE, LayerShapes::squeeze);
    READERS.put(LayerCase.EXPANDDIMS, LayerShapes::expand);
    READERS.put(LayerCase.FLATTENTO2D, LayerShapes::flatten);
    READERS.put(LayerCase.CONCATND, LayerShapes::concat);
    READERS.put(LayerCase.STACK, LayerShapes::stack);
    READERS.put(LayerCase.SPLITND, LayerShapes::split);
    READERS.put(LayerCase.SLICESTATIC, LayerMovements::sliceStatic);
    READERS.put(LayerCase.CONSTANTPAD, LayerShapes::pad);
    READERS.put(
        LayerCase.REDUCEMEAN,
        LayerMerges.reduce(
            Reduce.Kind.MEAN,
            step -> {
              var r = step.layer().getReduceMean();
              return new Reduced(r.getAxesList(), r.getKeepDims(), r.getReduceAll());
            }));
    READERS.put(
        LayerCase.REDUCESUM,
        LayerMerges.reduce(
            Reduce.Kind.SUM,
            step -> {
              var r = step.layer().getReduceSum();
              return new Reduced(r.getAxesList(), r.getKeepDims(), r.getReduceAll());
            }));
    READERS.put(
        LayerCase.REDUCEMAX,
        LayerMerges.reduce(
            Reduce.Kind.MAX,
            step -> {
              var r = step.layer().getReduceMax();
              return new Reduced(r.getAxesList(), r.getKeepDims(), r.getReduceAll());
            }));
    READERS.put(
        LayerCase.REDUCEMIN,
        LayerMerges.reduce(
            Reduce.Kind.MIN,
            step -> {
              var r = step.layer().getReduceMin();
              return new Reduced(r.getAxesList(), r.getKeepDims(), r.getReduceAll());
            }));
  }

  /** The names that are read, in lower case. */
  static List<String> names() {
    return READERS.keySet().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).sorted().toList();
  }

  static LayerOperator find(Network network, LayerCase kind) throws Problem {
    LayerOperator reader = READERS.get(kind);
    if (reader == null) {
      throw network.unknown("Replace it; docs/formats.md has the layers that are read.");
    }
    return reader;
  }
}
