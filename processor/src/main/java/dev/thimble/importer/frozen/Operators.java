package dev.thimble.importer.frozen;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The operations that are read. */
final class Operators {
  private static final SortedMap<String, NodeReader> READERS = new TreeMap<>();
  private static final Set<String> INPUTS = Set.of("Placeholder", "Mfcc");
  private static final Set<String> NOTHING = Set.of("NoOp", "Assert");

  /** One result. */
  @FunctionalInterface
  private interface One {
    Tensor read(NodeStep step) throws Problem;
  }

  static {
    one("Placeholder", Inputs::placeholder);
    one("Mfcc", Inputs::features);
    one("Const", Inputs::constant);
    for (String same : List.of("Identity", "StopGradient", "CheckNumerics", "Snapshot")) {
      one(same, step -> step.input(0));
    }
    one("MatMul", Layers::matmul);
    one("Conv2D", Layers::convolution);
    one("DepthwiseConv2dNative", Layers::depthwise);
    one("MaxPool", step -> Layers.pool(step, true));
    one("AvgPool", step -> Layers.pool(step, false));
    for (String version : List.of("", "V2", "V3")) {
      READERS.put("FusedBatchNorm" + version, Layers::batchNorm);
    }
    one("Softmax", Layers::softmax);
    elements();
    movements();
    reduce("Mean", Reduce.Kind.MEAN);
    reduce("Sum", Reduce.Kind.SUM);
    reduce("Max", Reduce.Kind.MAX);
    reduce("Min", Reduce.Kind.MIN);
  }

  private Operators() {}

  private static void one(String name, One reader) {
    READERS.put(name, step -> List.of(reader.read(step)));
  }

  private static void elements() {
    unary("Relu", Unary.Kind.RELU);
    unary("Relu6", Unary.Kind.RELU6);
    unary("Elu", Unary.Kind.ELU);
    unary("Sigmoid", Unary.Kind.SIGMOID);
    unary("Tanh", Unary.Kind.TANH);
    unary("Exp", Unary.Kind.EXP);
    unary("Log", Unary.Kind.LOG);
    unary("Sqrt", Unary.Kind.SQRT);
    unary("Rsqrt", Unary.Kind.RSQRT);
    unary("Square", Unary.Kind.SQUARE);
    unary("Abs", Unary.Kind.ABS);
    unary("Neg", Unary.Kind.NEG);
    one("LeakyRelu", step -> step.elements().leaky(step.input(0), step.number("alpha", 0.2)));
    binary("Add", Binary.Kind.ADD);
    binary("AddV2", Binary.Kind.ADD);
    binary("BiasAdd", Binary.Kind.ADD);
    binary("Sub", Binary.Kind.SUB);
    binary("Mul", Binary.Kind.MUL);
    binary("RealDiv", Binary.Kind.DIV);
    binary("Maximum", Binary.Kind.MAXIMUM);
    binary("Minimum", Binary.Kind.MINIMUM);
    binary("SquaredDifference", Binary.Kind.SQUARED_DIFFERENCE);
  }

  private static void movements() {
    one("Reshape", Moves::reshape);
    one("Squeeze", Moves::squeeze);
    one("ExpandDims", Moves::expand);
    one("Transpose", Moves::transpose);
    one("ConcatV2", Moves::concat);
    one("Pack", Moves::pack);
    one("Pad", Moves::pad);
    one("PadV2", Moves::pad);
    one("Slice", Moves::slice);
    one("StridedSlice", Moves::stridedSlice);
    one("Shape", Moves::shape);
    READERS.put("Split", Moves::split);
  }

  private static void unary(String name, Unary.Kind kind) {
    one(name, step -> step.elements().unary(kind, step.input(0)));
  }

  private static void binary(String name, Binary.Kind kind) {
    one(name, step -> Layers.binary(step, kind));
  }

  private static void reduce(String name, Reduce.Kind kind) {
    one(name, step -> Layers.reduce(step, kind));
  }

  /** Whether the operation stands for what is given from outside. */
  static boolean isInput(String operation) {
    return INPUTS.contains(operation);
  }

  /** Whether the operation computes nothing. */
  static boolean isNothing(String operation) {
    return NOTHING.contains(operation);
  }

  /** The names that are read. */
  static List<String> names() {
    return List.copyOf(READERS.keySet());
  }

  static NodeReader find(Network network, String operation) throws Problem {
    NodeReader reader = READERS.get(operation);
    if (reader == null) {
      throw network.unknown("Replace it; docs/formats.md has the operations that are read.");
    }
    return reader;
  }
}
