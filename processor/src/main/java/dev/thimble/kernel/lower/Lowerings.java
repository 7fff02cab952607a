package dev.thimble.kernel.lower;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Operator;
import dev.thimble.kernel.Stmt;

/** Which lowering an operator has. */
final class Lowerings {
  private Lowerings() {}

  private static Stmt softmax(Graph graph, Node node, Context context) {
    boolean wide = node.arithmetic().orElseThrow() instanceof Arithmetic.SoftmaxLookup;
    Lowering lowering = wide ? new LowerWideSoftmax() : new LowerSoftmax();
    return lowering.lower(graph, node, context);
  }

  /** By name, for a class that is spoken of is loaded: models have few of the operators. */
  static Lowering of(Operator operator) {
    return switch (operator.getClass().getSimpleName()) {
      case "AffineMap" -> new LowerAffineMap();
      case "Excess" -> new LowerExcess();
      case "Neighbours" -> new LowerNeighbours();
      case "Conv2d" -> new LowerConv2d();
      case "DepthwiseConv2d" -> new LowerDepthwise();
      case "Dense" -> new LowerDense();
      case "Distances" -> new LowerDistances();
      case "Pixels" -> new LowerPixels();
      case "Pool2d" -> new LowerPool2d();
      case "Binary" -> new LowerBinary();
      case "Unary", "Composed", "Truncate" -> new LowerUnary();
      case "Reduce" -> new LowerReduce();
      case "Softmax" -> Lowerings::softmax;
      case "Lstm" -> new LowerLstm();
      case "Svdf" -> new LowerSvdf();
      case "L2Normalization" -> new LowerL2Normalization();
      case "TransposeConv2d" -> new LowerTransposeConv2d();
      case "ArgExtreme" -> new LowerArgExtreme();
      case "Cast" -> LowerMoves::cast;
      case "Prelu" -> LowerBroadcast::prelu;
      case "Compare" -> LowerBroadcast::compare;
      case "Select" -> LowerBroadcast::select;
      case "Take" -> new LowerTake();
      case "MatMul" -> new LowerMatMul();
      case "ResizeBilinear" -> new LowerResizeBilinear();
      case "Trees" -> new LowerTrees();
      case "Recurrence" -> new LowerRecurrence();
      case "Recent" -> new LowerRecent();
      case "AudioWindow" -> new LowerAudioWindow();
      case "RealFft" -> new LowerRealFft();
      case "BandAmplitudes" -> new LowerBandAmplitudes();
      case "AudioLevels" -> new LowerAudioLevels();
      case "FrameWindow" -> new LowerFrameWindow();
      case "HalvingFft" -> new LowerHalvingFft();
      case "BandLevels" -> new LowerBandLevels();
      case "Cascade" -> new LowerCascade();
      case "Fir" -> new LowerFir();
      case "RunningMean" -> new LowerRunningMean();
      case "Envelope" -> new LowerEnvelope();
      case "Energies" -> new LowerEnergies();
      case "TriangularBands" -> new LowerTriangularBands();
      case "Logarithm" -> new LowerLogarithm();
      case "Dct" -> new LowerDct();
      case "Unscaled" -> new LowerUnscaled();
      case "GainControl" -> new LowerGainControl();
      case "Goertzel" -> new LowerGoertzel();
      case "MeanVote" -> new LowerMeanVote();
      case "TopK" -> new LowerTopK();
      case "Peaks" -> new LowerPeaks();
      case "NoiseSubtraction" -> new LowerNoiseSubtraction();
      case "Detect" -> new LowerDetect();
      case "Vote" -> new LowerVote();
      case "Statistics" -> new LowerStatistics();
      case "Normalise" -> new LowerNormalise();
      case "Transpose" -> LowerMoves::transpose;
      case "Slice" -> LowerMoves::slice;
      case "Concat" -> LowerMoves::concat;
      case "Pad" -> LowerMoves::pad;
      default -> throw new IllegalArgumentException("no lowering: " + operator);
    };
  }
}
