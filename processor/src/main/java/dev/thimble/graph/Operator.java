package dev.thimble.graph;

import java.util.List;

/**
 * What a node does. One small record an operator; each infers the shape of its result.
 *
 * <p>{@code docs/operators.md} has the checklist for a new one.
 */
public sealed interface Operator
    permits ArgExtreme,
        Binary,
        Compare,
        Concat,
        Conv2d,
        Dense,
        DepthwiseConv2d,
        Distances,
        L2Normalization,
        Lstm,
        MatMul,
        Pad,
        Pool2d,
        Prelu,
        ReadState,
        Reduce,
        Reshape,
        ResizeBilinear,
        Select,
        Slice,
        Softmax,
        Svdf,
        Take,
        Transpose,
        TransposeConv2d,
        Trees,
        Unary,
        WriteState {
  /**
   * The shapes of the outputs.
   *
   * @param inputs shapes of all inputs, constants included
   * @throws ShapeException if they do not fit; the text says what was expected
   */
  List<Shape> infer(List<Shape> inputs) throws ShapeException;
}
