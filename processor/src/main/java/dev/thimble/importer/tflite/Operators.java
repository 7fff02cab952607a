package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which class reads which built-in operator, by its code in the schema. */
final class Operators {
  private static final OperatorImporter UNKNOWN =
      step -> {
        throw step.unknown(
            "Build the model without it; docs/operators.md lists the operators that are read.");
      };

  private Operators() {}

  /** Names of the operators that are read, sorted: the rows of {@code docs/operators.md}. */
  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    for (int code = 0; code < BuiltinNames.count(); code++) {
      if (of(code) != UNKNOWN) {
        names.add(BuiltinNames.of(code));
      }
    }
    return names;
  }

  /** The reader of the step's operator. */
  static OperatorImporter find(Step step) throws Problem {
    if (step.operator().custom().startsWith("Signal")) {
      throw step.unknown(
          "The Signal library's front end is a step: put @MicroFrontend(profile ="
              + " FrontendProfile.SIGNAL) before the network.");
    }
    return of(step.operator().code());
  }

  private static OperatorImporter of(int code) {
    return switch (code) {
      case 0 -> new BinaryImporter(Binary.Kind.ADD, 11);
      case 1 -> new PoolImporter(Pool2d.Kind.AVERAGE);
      case 2, ConcatImporter.PACK -> new ConcatImporter();
      case 3 -> new ConvolutionImporter();
      case 4 -> new DepthwiseImporter();
      case 6 -> new DequantizeImporter();
      case 9 -> new FullyConnectedImporter();
      case 11 -> new L2NormalizationImporter();
      case 14 -> new UnaryImporter(Unary.Kind.SIGMOID);
      case 17 -> new PoolImporter(Pool2d.Kind.MAX);
      case 18 -> new BinaryImporter(Binary.Kind.MUL, 21);
      case 19 -> new UnaryImporter(Unary.Kind.RELU);
      case 20 -> new UnaryImporter(Unary.Kind.RELU_N1_TO_1);
      case 21 -> new UnaryImporter(Unary.Kind.RELU6);
      case 22, 43, 70 -> new ReshapeImporter();
      case 25 -> new SoftmaxImporter();
      case 27 -> new SvdfImporter();
      case 28 -> new UnaryImporter(Unary.Kind.TANH);
      case 34, PadImporter.PADV2, PadImporter.MIRROR_PAD -> new PadImporter();
      case 39 -> new TransposeImporter();
      case 40 -> new ReduceImporter(Reduce.Kind.MEAN);
      case 41 -> new BinaryImporter(Binary.Kind.SUB, 28);
      case 44 -> new LstmImporter();
      case 45 -> new StridedSliceImporter();
      case 55 -> new BinaryImporter(Binary.Kind.MAXIMUM);
      case 57 -> new BinaryImporter(Binary.Kind.MINIMUM);
      case 67 -> new TransposeConvolutionImporter();
      case 74 -> new ReduceImporter(Reduce.Kind.SUM);
      case 77, ShapeImporter.RANK -> new ShapeImporter();
      case 81 -> new ShapeProductImporter();
      case 82 -> new ReduceImporter(Reduce.Kind.MAX);
      case 89 -> new ReduceImporter(Reduce.Kind.MIN);
      case 98 -> new UnaryImporter(Unary.Kind.LEAKY_RELU);
      case 114 -> new QuantizeImporter();
      case 23 -> TensorImporter::resizeBilinear;
      case TakeImporter.GATHER, TakeImporter.RESIZE_NEAREST_NEIGHBOR -> new TakeImporter();
      case 42 -> new BinaryImporter(Binary.Kind.DIV, 29);
      case 47 -> new UnaryImporter(Unary.Kind.EXP);
      case SliceImporter.SPLIT, SliceImporter.SLICE, SliceImporter.UNPACK, SliceImporter.SPLIT_V ->
          new SliceImporter();
      case 53 -> new CastImporter();
      case 54 -> new PreluImporter();
      case 56 -> new ArgExtremeImporter(true);
      case 58 -> TensorImporter.compare(Compare.Relation.LESS);
      case 59 -> new UnaryImporter(Unary.Kind.NEG);
      case 61 -> TensorImporter.compare(Compare.Relation.GREATER);
      case 62 -> TensorImporter.compare(Compare.Relation.GREATER_EQUAL);
      case 63 -> TensorImporter.compare(Compare.Relation.LESS_EQUAL);
      case 64, 123 -> TensorImporter::select;
      case 71 -> TensorImporter.compare(Compare.Relation.EQUAL);
      case 72 -> TensorImporter.compare(Compare.Relation.NOT_EQUAL);
      case 73 -> new UnaryImporter(Unary.Kind.LOG);
      case 75 -> new UnaryImporter(Unary.Kind.SQRT);
      case 76 -> new UnaryImporter(Unary.Kind.RSQRT);
      case 79 -> new ArgExtremeImporter(false);
      case 92 -> new UnaryImporter(Unary.Kind.SQUARE);
      case 99 -> new BinaryImporter(Binary.Kind.SQUARED_DIFFERENCE);
      case 101 -> new UnaryImporter(Unary.Kind.ABS);
      case 111 -> new UnaryImporter(Unary.Kind.ELU);
      case 117 -> new UnaryImporter(Unary.Kind.HARD_SWISH);
      case 126 -> TensorImporter::matMul;
      case 152 -> new UnaryImporter(Unary.Kind.RELU_0_TO_1);
      case VariableImporter.CALL_ONCE,
          VariableImporter.VAR_HANDLE,
          VariableImporter.READ_VARIABLE,
          VariableImporter.ASSIGN_VARIABLE ->
          new VariableImporter();
      default -> UNKNOWN;
    };
  }
}
