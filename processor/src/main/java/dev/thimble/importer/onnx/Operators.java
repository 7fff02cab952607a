package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.Suggestions;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import java.util.Map;
import java.util.TreeMap;

/** Which reader an operator has, by its set and its name. */
final class Operators {
  /** ONNX Runtime's own set. */
  static final String MICROSOFT = "com.microsoft";

  private static final Map<String, OperatorReader> READERS = new TreeMap<>();

  private Operators() {}

  static {
    windows();
    products();
    functions();
    movements();
    reductions();
    quantised();
  }

  private static void windows() {
    add("Conv", WindowReaders::convolution);
    add("ConvTranspose", WindowReaders::transposed);
    add("MaxPool", WindowReaders::max);
    add("AveragePool", WindowReaders::average);
    add("GlobalAveragePool", step -> WindowReaders.global(step, Reduce.Kind.MEAN));
    add("GlobalMaxPool", step -> WindowReaders.global(step, Reduce.Kind.MAX));
  }

  private static void products() {
    add("Gemm", ProductReaders::gemm);
    add("MatMul", ProductReaders::matmul);
    add("BatchNormalization", NormReaders::batch);
    add("LayerNormalization", NormReaders::layer);
    add("LSTM", RecurrentReaders::lstm);
    add("GRU", RecurrentReaders::gru);
    add("RNN", RecurrentReaders::simple);
  }

  private static void functions() {
    unary("Relu", Unary.Kind.RELU);
    unary("Sigmoid", Unary.Kind.SIGMOID);
    unary("Tanh", Unary.Kind.TANH);
    unary("HardSwish", Unary.Kind.HARD_SWISH);
    unary("Exp", Unary.Kind.EXP);
    unary("Log", Unary.Kind.LOG);
    unary("Abs", Unary.Kind.ABS);
    unary("Sqrt", Unary.Kind.SQRT);
    unary("Neg", Unary.Kind.NEG);
    unary("Softplus", Unary.Kind.SOFTPLUS);
    unary("Mish", Unary.Kind.MISH);
    unary("Erf", Unary.Kind.ERF);
    add("Elu", FunctionReaders::elu);
    add("Selu", FunctionReaders::selu);
    add("Celu", FunctionReaders::celu);
    add("Gelu", FunctionReaders::gelu);
    add("LeakyRelu", FunctionReaders::leaky);
    add("PRelu", FunctionReaders::prelu);
    add("Clip", FunctionReaders::clip);
    add("HardSigmoid", FunctionReaders::hardSigmoid);
    add("Pow", FunctionReaders::power);
    add("Reciprocal", FunctionReaders::reciprocal);
    add("Softmax", FunctionReaders::softmax);
    add("LogSoftmax", FunctionReaders::logSoftmax);
    binary("Add", Binary.Kind.ADD);
    binary("Sub", Binary.Kind.SUB);
    binary("Mul", Binary.Kind.MUL);
    binary("Div", Binary.Kind.DIV);
    binary("Sum", Binary.Kind.ADD);
    binary("Max", Binary.Kind.MAXIMUM);
    binary("Min", Binary.Kind.MINIMUM);
    add("Mean", FunctionReaders::mean);
    add("Greater", step -> FunctionReaders.above(step, 0, false));
    add("GreaterOrEqual", step -> FunctionReaders.above(step, 0, true));
    add("Less", step -> FunctionReaders.above(step, 1, false));
    add("LessOrEqual", step -> FunctionReaders.above(step, 1, true));
    add("Where", FunctionReaders::where);
  }

  private static void movements() {
    add("Identity", MovementReaders::same);
    add("Dropout", MovementReaders::same);
    add("Cast", MovementReaders::cast);
    add("Reshape", MovementReaders::reshape);
    add("Flatten", MovementReaders::flatten);
    add("Squeeze", MovementReaders::squeeze);
    add("Unsqueeze", MovementReaders::unsqueeze);
    add("Transpose", MovementReaders::transpose);
    add("Concat", MovementReaders::concat);
    add("Expand", MovementReaders::expand);
    add("Slice", SliceReaders::slice);
    add("Split", SliceReaders::split);
    add("Gather", SliceReaders::gather);
    add("Tile", SliceReaders::tile);
    add("Pad", PadReader::read);
    add("Resize", ResizeReader::resize);
    add("Upsample", ResizeReader::upsample);
    add("DepthToSpace", MovementReaders::depthToSpace);
    add("SpaceToDepth", MovementReaders::spaceToDepth);
    add("Constant", ConstantReaders::constant);
    add("ConstantOfShape", ConstantReaders::ofShape);
    add("Shape", ConstantReaders::shape);
    add("Size", ConstantReaders::size);
  }

  private static void reductions() {
    add("ReduceMean", step -> ReductionReaders.reduce(step, Reduce.Kind.MEAN));
    add("ReduceSum", step -> ReductionReaders.reduce(step, Reduce.Kind.SUM));
    add("ReduceMax", step -> ReductionReaders.reduce(step, Reduce.Kind.MAX));
    add("ReduceMin", step -> ReductionReaders.reduce(step, Reduce.Kind.MIN));
    add("ReduceSumSquare", ReductionReaders::squares);
    add("ArgMax", step -> ReductionReaders.extreme(step, true));
    add("ArgMin", step -> ReductionReaders.extreme(step, false));
  }

  private static void quantised() {
    add("QuantizeLinear", QuantisedReaders::quantize);
    add("DequantizeLinear", QuantisedReaders::dequantize);
    add("QLinearConv", QuantisedReaders::convolution);
    add("QLinearMatMul", QuantisedReaders::matmul);
    own("QLinearAdd", step -> RuntimeReaders.binary(step, Binary.Kind.ADD));
    own("QLinearMul", step -> RuntimeReaders.binary(step, Binary.Kind.MUL));
    own("QLinearSigmoid", RuntimeReaders::sigmoid);
    own("QLinearSoftmax", RuntimeReaders::softmax);
    own("QLinearLeakyRelu", RuntimeReaders::leaky);
    own("QLinearConcat", RuntimeReaders::concat);
    own("QLinearAveragePool", RuntimeReaders::average);
    own("QLinearGlobalAveragePool", RuntimeReaders::global);
    own("QGemm", RuntimeReaders::gemm);
    own("QuantizeLinear", QuantisedReaders::quantize);
    own("DequantizeLinear", QuantisedReaders::dequantize);
  }

  private static void add(String name, OperatorReader reader) {
    READERS.put(name, reader);
  }

  /** An operator of ONNX Runtime's own set. */
  private static void own(String name, OperatorReader reader) {
    READERS.put(MICROSOFT + "." + name, reader);
  }

  private static void unary(String name, Unary.Kind kind) {
    add(name, step -> step.give(step.elements().unary(kind, step.input(0))));
  }

  private static void binary(String name, Binary.Kind kind) {
    add(name, step -> FunctionReaders.fold(step, kind));
  }

  /** The names of all that is read, those of other sets with the set in front. */
  static java.util.Set<String> names() {
    return READERS.keySet();
  }

  static OperatorReader find(Step step) throws Problem {
    String name = step.domain().isEmpty() ? step.kind() : step.domain() + "." + step.kind();
    OperatorReader reader = READERS.get(name);
    if (reader == null) {
      String near = Suggestions.didYouMean(name, READERS.keySet());
      throw step.network().unknown("Read are the operators of docs/formats.md." + near);
    }
    return reader;
  }
}
