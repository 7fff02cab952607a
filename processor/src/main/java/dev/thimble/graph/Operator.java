package dev.thimble.graph;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a node does. One small record an operator; each infers the shape of its result.
 *
 * <p>{@code docs/operators.md} has the checklist for a new one.
 */
public sealed interface Operator
    permits AffineMap,
        ArgExtreme,
        AudioLevels,
        AudioWindow,
        BandAmplitudes,
        BandLevels,
        Binary,
        Cast,
        Compare,
        Composed,
        Concat,
        Conv2d,
        Dense,
        DepthwiseConv2d,
        Detect,
        Distances,
        Excess,
        FakeQuantize,
        FrameWindow,
        HalvingFft,
        L2Normalization,
        Lstm,
        MatMul,
        Neighbours,
        Normalise,
        Pad,
        Pool2d,
        Prelu,
        ReadState,
        RealFft,
        Recent,
        Recurrence,
        Reduce,
        Reshape,
        ResizeBilinear,
        Select,
        Slice,
        Softmax,
        Statistics,
        Svdf,
        Take,
        Transpose,
        TransposeConv2d,
        Trees,
        Unary,
        Vote,
        WriteState {
  /**
   * The shapes of the outputs.
   *
   * @param inputs shapes of all inputs, constants included
   * @throws ShapeException if they do not fit; the text says what was expected
   */
  List<Shape> infer(List<Shape> inputs) throws ShapeException;

  /**
   * Whether an output lives on until the next run, which changes it; then what its elements hold
   * before the first one.
   *
   * @param output position among the outputs
   */
  default OptionalLong kept(int output) {
    return OptionalLong.empty();
  }
}
