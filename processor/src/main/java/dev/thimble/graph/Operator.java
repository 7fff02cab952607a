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
        AveragedEnergies,
        BandAmplitudes,
        BandLevels,
        Binary,
        Cascade,
        Cast,
        Compare,
        Composed,
        Concat,
        Conv2d,
        Dct,
        Dense,
        DepthwiseConv2d,
        Detect,
        Distances,
        Energies,
        Envelope,
        Excess,
        FakeQuantize,
        Fir,
        FrameWindow,
        Goertzel,
        HalvingFft,
        L2Normalization,
        Logarithm,
        Lstm,
        MatMul,
        MeanVote,
        Neighbours,
        Normalise,
        Pad,
        Peaks,
        Pixels,
        Pool2d,
        Prelu,
        ReadState,
        RealFft,
        Recent,
        Recurrence,
        Reduce,
        Reshape,
        ResizeBilinear,
        RunningMean,
        Select,
        Slice,
        Softmax,
        Statistics,
        Svdf,
        Take,
        TopK,
        Transpose,
        TransposeConv2d,
        Trees,
        TriangularBands,
        Truncate,
        Unary,
        Unscaled,
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

  /**
   * The largest size of an output's elements, where it is less than their type holds.
   *
   * @param output position among the outputs
   */
  default OptionalLong most(int output) {
    return OptionalLong.empty();
  }
}
