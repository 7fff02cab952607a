package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import java.util.Map;

/** Which class reads which built-in operator, by its code in the schema. */
final class Operators {
  private static final OperatorImporter RESHAPE = new ReshapeImporter();
  private static final OperatorImporter CONCAT = new ConcatImporter();
  private static final OperatorImporter PAD = new PadImporter();
  private static final OperatorImporter SHAPE = new ShapeImporter();
  private static final OperatorImporter VARIABLE = new VariableImporter();

  private static final Map<Integer, OperatorImporter> READERS =
      Map.ofEntries(
          Map.entry(0, new BinaryImporter(Binary.Kind.ADD, 11)),
          Map.entry(1, new PoolImporter(Pool2d.Kind.AVERAGE)),
          Map.entry(2, CONCAT),
          Map.entry(3, new ConvolutionImporter()),
          Map.entry(4, new DepthwiseImporter()),
          Map.entry(6, new DequantizeImporter()),
          Map.entry(9, new FullyConnectedImporter()),
          Map.entry(14, new UnaryImporter(Unary.Kind.SIGMOID)),
          Map.entry(17, new PoolImporter(Pool2d.Kind.MAX)),
          Map.entry(18, new BinaryImporter(Binary.Kind.MUL, 21)),
          Map.entry(19, new UnaryImporter(Unary.Kind.RELU)),
          Map.entry(20, new UnaryImporter(Unary.Kind.RELU_N1_TO_1)),
          Map.entry(21, new UnaryImporter(Unary.Kind.RELU6)),
          Map.entry(22, RESHAPE),
          Map.entry(25, new SoftmaxImporter()),
          Map.entry(28, new UnaryImporter(Unary.Kind.TANH)),
          Map.entry(34, PAD),
          Map.entry(39, new TransposeImporter()),
          Map.entry(40, new ReduceImporter(Reduce.Kind.MEAN)),
          Map.entry(41, new BinaryImporter(Binary.Kind.SUB, 28)),
          Map.entry(43, RESHAPE),
          Map.entry(44, new LstmImporter()),
          Map.entry(45, new StridedSliceImporter()),
          Map.entry(55, new BinaryImporter(Binary.Kind.MAXIMUM)),
          Map.entry(57, new BinaryImporter(Binary.Kind.MINIMUM)),
          Map.entry(PadImporter.PADV2, PAD),
          Map.entry(67, new TransposeConvolutionImporter()),
          Map.entry(70, RESHAPE),
          Map.entry(74, new ReduceImporter(Reduce.Kind.SUM)),
          Map.entry(77, SHAPE),
          Map.entry(82, new ReduceImporter(Reduce.Kind.MAX)),
          Map.entry(ConcatImporter.PACK, CONCAT),
          Map.entry(89, new ReduceImporter(Reduce.Kind.MIN)),
          Map.entry(98, new UnaryImporter(Unary.Kind.LEAKY_RELU)),
          Map.entry(PadImporter.MIRROR_PAD, PAD),
          Map.entry(ShapeImporter.RANK, SHAPE),
          Map.entry(114, new QuantizeImporter()),
          Map.entry(VariableImporter.CALL_ONCE, VARIABLE),
          Map.entry(VariableImporter.VAR_HANDLE, VARIABLE),
          Map.entry(VariableImporter.READ_VARIABLE, VARIABLE),
          Map.entry(VariableImporter.ASSIGN_VARIABLE, VARIABLE));

  private Operators() {}

  /** The reader of the step's operator. */
  static OperatorImporter find(Step step) throws Problem {
    OperatorImporter reader = READERS.get(step.operator().code());
    if (reader == null) {
      throw step.unknown(
          "Build the model without it; docs/operators.md lists the operators that are read.");
    }
    return reader;
  }
}
