package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Unary;
import dev.thimble.importer.network.Network;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The operations of programs that are read, by MIL's name. */
final class ProgramOperators {
  private static final SortedMap<String, ProgramOperator> READERS = new TreeMap<>();

  static {
    READERS.put("const", ProgramConstants::plain);
    READERS.put("constexpr_affine_dequantize", ProgramConstants::affine);
    READERS.put("constexpr_blockwise_shift_scale", ProgramConstants::blockwise);
    READERS.put("constexpr_cast", ProgramConstants::cast);
    READERS.put("constexpr_lut_to_dense", ProgramConstants::palette);
    READERS.put("constexpr_sparse_to_dense", ProgramConstants::sparse);
    READERS.put("conv", ProgramWindows::convolution);
    READERS.put("conv_transpose", ProgramWindows::transposed);
    READERS.put("max_pool", ProgramWindows::max);
    READERS.put("avg_pool", ProgramWindows::average);
    READERS.put("linear", ProgramProducts::linear);
    READERS.put("matmul", ProgramProducts::matmul);
    READERS.put("batch_norm", ProgramProducts::batchNorm);
    READERS.put("layer_norm", ProgramProducts::layerNorm);
    READERS.put("classify", ProgramMovements::classify);
    movements();
    elements();
    reductions();
  }

  private ProgramOperators() {}

  private static void movements() {
    READERS.put("reshape", ProgramMovements::reshape);
    READERS.put("transpose", ProgramMovements::transpose);
    READERS.put("expand_dims", ProgramMovements::expand);
    READERS.put("squeeze", ProgramMovements::squeeze);
    READERS.put("lstm", ProgramRecurrences::lstm);
    READERS.put("rnn", ProgramRecurrences::simple);
    READERS.put("flatten2d", ProgramMovements::flatten);
    READERS.put("pixel_shuffle", ProgramMovements::pixelShuffle);
    READERS.put("pixel_unshuffle", ProgramMovements::pixelUnshuffle);
    READERS.put("space_to_depth", ProgramMovements::spaceToDepth);
    READERS.put("depth_to_space", ProgramMovements::depthToSpace);
    READERS.put("concat", ProgramMovements::concat);
    READERS.put("stack", ProgramMovements::stack);
    READERS.put("split", ProgramMovements::split);
    READERS.put("slice_by_index", ProgramSlices::byIndex);
    READERS.put("slice_by_size", ProgramSlices::bySize);
    READERS.put("crop", ProgramSlices::crop);
    READERS.put("pad", ProgramMovements::pad);
    READERS.put("gather", ProgramMovements::gather);
    READERS.put("tile", ProgramMovements::tile);
    READERS.put("upsample_nearest_neighbor", ProgramMovements::upsample);
    READERS.put("shape", ProgramMovements::shape);
  }

  private static void elements() {
    READERS.put("identity", ProgramElements::identity);
    READERS.put("cast", ProgramElements::cast);
    READERS.put("relu", unary(Unary.Kind.RELU));
    READERS.put("relu6", unary(Unary.Kind.RELU6));
    READERS.put("sigmoid", unary(Unary.Kind.SIGMOID));
    READERS.put("tanh", unary(Unary.Kind.TANH));
    READERS.put("abs", unary(Unary.Kind.ABS));
    READERS.put("exp", unary(Unary.Kind.EXP));
    READERS.put("sqrt", unary(Unary.Kind.SQRT));
    READERS.put("square", unary(Unary.Kind.SQUARE));
    READERS.put("log", ProgramElements.shifted(Unary.Kind.LOG));
    READERS.put("rsqrt", ProgramElements.shifted(Unary.Kind.RSQRT));
    READERS.put("leaky_relu", ProgramElements::leaky);
    READERS.put("prelu", ProgramElements::prelu);
    READERS.put("elu", ProgramElements::elu);
    READERS.put("silu", unary(Unary.Kind.SILU));
    READERS.put("softplus", unary(Unary.Kind.SOFTPLUS));
    READERS.put("erf", unary(Unary.Kind.ERF));
    READERS.put("gelu", ProgramElements::gelu);
    READERS.put("thresholded_relu", ProgramElements::thresholded);
    READERS.put("greater", ProgramElements.above("x", "y", false));
    READERS.put("greater_equal", ProgramElements.above("x", "y", true));
    READERS.put("less", ProgramElements.above("y", "x", false));
    READERS.put("less_equal", ProgramElements.above("y", "x", true));
    READERS.put("select", ProgramElements::select);
    READERS.put("scaled_tanh", ProgramElements::scaledTanh);
    READERS.put("sigmoid_hard", ProgramElements::hardSigmoid);
    READERS.put("linear_activation", ProgramElements::line);
    READERS.put("clip", ProgramElements::clip);
    READERS.put("clamped_relu", ProgramElements::clampedRelu);
    READERS.put("pow", ProgramElements::power);
    READERS.put("add", binary(Binary.Kind.ADD));
    READERS.put("sub", binary(Binary.Kind.SUB));
    READERS.put("mul", binary(Binary.Kind.MUL));
    READERS.put("real_div", binary(Binary.Kind.DIV));
    READERS.put("maximum", binary(Binary.Kind.MAXIMUM));
    READERS.put("minimum", binary(Binary.Kind.MINIMUM));
  }

  private static void reductions() {
    READERS.put("reduce_mean", ProgramReductions.reduce(Reduce.Kind.MEAN));
    READERS.put("reduce_sum", ProgramReductions.reduce(Reduce.Kind.SUM));
    READERS.put("reduce_max", ProgramReductions.reduce(Reduce.Kind.MAX));
    READERS.put("reduce_min", ProgramReductions.reduce(Reduce.Kind.MIN));
    READERS.put("reduce_argmax", ProgramReductions.extreme(true));
    READERS.put("reduce_argmin", ProgramReductions.extreme(false));
    READERS.put("softmax", ProgramReductions::softmax);
  }

  private static ProgramOperator unary(Unary.Kind kind) {
    return step -> step.give(ProgramElements.of(step).unary(kind, step.tensor("x")));
  }

  private static ProgramOperator binary(Binary.Kind kind) {
    return step ->
        step.give(ProgramElements.of(step).binary(kind, step.tensor("x"), step.tensor("y")));
  }

  /** The names that are read. */
  static List<String> names() {
    return List.copyOf(READERS.keySet());
  }

  static ProgramOperator find(Network network, String type) throws Problem {
    // The opset of iOS 18 names some operations like those before, others with its number.
    ProgramOperator reader = READERS.get(type.replaceFirst("^ios\\d+\\.", ""));
    if (reader == null) {
      throw network.unknown("Replace it; docs/formats.md has the operations that are read.");
    }
    return reader;
  }
}
