package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which class reads which built-in operator, by its code in the schema. */
final class Operators {
  private static final OperatorImporter RESHAPE = new ReshapeImporter();
  private static final OperatorImporter CONCAT = new ConcatImporter();
  private static final OperatorImporter PAD = new PadImporter();
  private static final OperatorImporter SHAPE = new ShapeImporter();
  private static final OperatorImporter SLICE = new SliceImporter();
  private static final OperatorImporter TAKE = new TakeImporter();
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
          Map.entry(11, new L2NormalizationImporter()),
          Map.entry(14, new UnaryImporter(Unary.Kind.SIGMOID)),
          Map.entry(17, new PoolImporter(Pool2d.Kind.MAX)),
          Map.entry(18, new BinaryImporter(Binary.Kind.MUL, 21)),
          Map.entry(19, new UnaryImporter(Unary.Kind.RELU)),
          Map.entry(20, new UnaryImporter(Unary.Kind.RELU_N1_TO_1)),
          Map.entry(21, new UnaryImporter(Unary.Kind.RELU6)),
          Map.entry(22, RESHAPE),
          Map.entry(25, new SoftmaxImporter()),
          Map.entry(27, new SvdfImporter()),
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
          Map.entry(81, new ShapeProductImporter()),
          Map.entry(82, new ReduceImporter(Reduce.Kind.MAX)),
          Map.entry(ConcatImporter.PACK, CONCAT),
          Map.entry(89, new ReduceImporter(Reduce.Kind.MIN)),
          Map.entry(98, new UnaryImporter(Unary.Kind.LEAKY_RELU)),
          Map.entry(PadImporter.MIRROR_PAD, PAD),
          Map.entry(ShapeImporter.RANK, SHAPE),
          Map.entry(114, new QuantizeImporter()),
          Map.entry(23, TensorImporter::resizeBilinear),
          Map.entry(TakeImporter.GATHER, TAKE),
          Map.entry(42, new BinaryImporter(Binary.Kind.DIV, 29)),
          Map.entry(47, new UnaryImporter(Unary.Kind.EXP)),
          Map.entry(SliceImporter.SPLIT, SLICE),
          Map.entry(53, new CastImporter()),
          Map.entry(54, new PreluImporter()),
          Map.entry(56, new ArgExtremeImporter(true)),
          Map.entry(58, TensorImporter.compare(Compare.Relation.LESS)),
          Map.entry(59, new UnaryImporter(Unary.Kind.NEG)),
          Map.entry(61, TensorImporter.compare(Compare.Relation.GREATER)),
          Map.entry(62, TensorImporter.compare(Compare.Relation.GREATER_EQUAL)),
          Map.entry(63, TensorImporter.compare(Compare.Relation.LESS_EQUAL)),
          Map.entry(64, TensorImporter::select),
          Map.entry(SliceImporter.SLICE, SLICE),
          Map.entry(71, TensorImporter.compare(Compare.Relation.EQUAL)),
          Map.entry(72, TensorImporter.compare(Compare.Relation.NOT_EQUAL)),
          Map.entry(73, new UnaryImporter(Unary.Kind.LOG)),
          Map.entry(75, new UnaryImporter(Unary.Kind.SQRT)),
          Map.entry(76, new UnaryImporter(Unary.Kind.RSQRT)),
          Map.entry(79, new ArgExtremeImporter(false)),
          Map.entry(SliceImporter.UNPACK, SLICE),
          Map.entry(92, new UnaryImporter(Unary.Kind.SQUARE)),
          Map.entry(TakeImporter.RESIZE_NEAREST_NEIGHBOR, TAKE),
          Map.entry(99, new BinaryImporter(Binary.Kind.SQUARED_DIFFERENCE)),
          Map.entry(101, new UnaryImporter(Unary.Kind.ABS)),
          Map.entry(SliceImporter.SPLIT_V, SLICE),
          Map.entry(111, new UnaryImporter(Unary.Kind.ELU)),
          Map.entry(117, new UnaryImporter(Unary.Kind.HARD_SWISH)),
          Map.entry(123, TensorImporter::select),
          Map.entry(126, TensorImporter::matMul),
          Map.entry(152, new UnaryImporter(Unary.Kind.RELU_0_TO_1)),
          Map.entry(VariableImporter.CALL_ONCE, VARIABLE),
          Map.entry(VariableImporter.VAR_HANDLE, VARIABLE),
          Map.entry(VariableImporter.READ_VARIABLE, VARIABLE),
          Map.entry(VariableImporter.ASSIGN_VARIABLE, VARIABLE));

  private Operators() {}

  /** Names of the operators that are read, sorted: the rows of {@code docs/operators.md}. */
  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    READERS.keySet().forEach(code -> names.add(BuiltinNames.of(code)));
    return names;
  }

  /** The reader of the step's operator. */
  static OperatorImporter find(Step step) throws Problem {
    OperatorImporter reader = READERS.get(step.operator().code());
    if (step.operator().custom().startsWith("Signal")) {
      throw step.unknown(
          "The Signal library's front end is a step: put @MicroFrontend(profile ="
              + " FrontendProfile.SIGNAL) before the network.");
    }
    if (reader == null) {
      throw step.unknown(
          "Build the model without it; docs/operators.md lists the operators that are read.");
    }
    return reader;
  }
}
