package dev.thimble.kernel.lower;

import dev.thimble.graph.AffineMap;
import dev.thimble.graph.ArgExtreme;
import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.AudioLevels;
import dev.thimble.graph.AudioWindow;
import dev.thimble.graph.BandAmplitudes;
import dev.thimble.graph.BandLevels;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Cascade;
import dev.thimble.graph.Cast;
import dev.thimble.graph.Compare;
import dev.thimble.graph.Composed;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Conv2d;
import dev.thimble.graph.Dct;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.Detect;
import dev.thimble.graph.Distances;
import dev.thimble.graph.Energies;
import dev.thimble.graph.Envelope;
import dev.thimble.graph.Excess;
import dev.thimble.graph.Fir;
import dev.thimble.graph.FrameWindow;
import dev.thimble.graph.GainControl;
import dev.thimble.graph.Goertzel;
import dev.thimble.graph.Graph;
import dev.thimble.graph.HalvingFft;
import dev.thimble.graph.L2Normalization;
import dev.thimble.graph.Logarithm;
import dev.thimble.graph.Lstm;
import dev.thimble.graph.MatMul;
import dev.thimble.graph.MeanVote;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.NoiseSubtraction;
import dev.thimble.graph.Normalise;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Peaks;
import dev.thimble.graph.Pixels;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Prelu;
import dev.thimble.graph.RealFft;
import dev.thimble.graph.Recent;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.ResizeBilinear;
import dev.thimble.graph.RunningMean;
import dev.thimble.graph.Select;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Softmax;
import dev.thimble.graph.Statistics;
import dev.thimble.graph.Svdf;
import dev.thimble.graph.Take;
import dev.thimble.graph.TopK;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.TransposeConv2d;
import dev.thimble.graph.Trees;
import dev.thimble.graph.TriangularBands;
import dev.thimble.graph.Truncate;
import dev.thimble.graph.Unary;
import dev.thimble.graph.Unscaled;
import dev.thimble.graph.Vote;
import dev.thimble.kernel.Stmt;
import java.util.Map;
import java.util.Optional;

/** Which lowering an operator has. */
final class Lowerings {
  private static final Map<Class<? extends Operator>, Lowering> BY_OPERATOR =
      Map.ofEntries(
          Map.entry(AffineMap.class, new LowerAffineMap()),
          Map.entry(Excess.class, new LowerExcess()),
          Map.entry(Neighbours.class, new LowerNeighbours()),
          Map.entry(Conv2d.class, new LowerConv2d()),
          Map.entry(DepthwiseConv2d.class, new LowerDepthwise()),
          Map.entry(Dense.class, new LowerDense()),
          Map.entry(Distances.class, new LowerDistances()),
          Map.entry(Pixels.class, new LowerPixels()),
          Map.entry(Pool2d.class, new LowerPool2d()),
          Map.entry(Binary.class, new LowerBinary()),
          Map.entry(Unary.class, new LowerUnary()),
          Map.entry(Reduce.class, new LowerReduce()),
          Map.entry(Softmax.class, Lowerings::softmax),
          Map.entry(Lstm.class, new LowerLstm()),
          Map.entry(Svdf.class, new LowerSvdf()),
          Map.entry(L2Normalization.class, new LowerL2Normalization()),
          Map.entry(TransposeConv2d.class, new LowerTransposeConv2d()),
          Map.entry(ArgExtreme.class, new LowerArgExtreme()),
          Map.entry(Cast.class, LowerMoves::cast),
          Map.entry(Composed.class, new LowerUnary()),
          Map.entry(Truncate.class, new LowerUnary()),
          Map.entry(Prelu.class, LowerBroadcast::prelu),
          Map.entry(Compare.class, LowerBroadcast::compare),
          Map.entry(Select.class, LowerBroadcast::select),
          Map.entry(Take.class, new LowerTake()),
          Map.entry(MatMul.class, new LowerMatMul()),
          Map.entry(ResizeBilinear.class, new LowerResizeBilinear()),
          Map.entry(Trees.class, new LowerTrees()),
          Map.entry(Recurrence.class, new LowerRecurrence()),
          Map.entry(Recent.class, new LowerRecent()),
          Map.entry(AudioWindow.class, new LowerAudioWindow()),
          Map.entry(RealFft.class, new LowerRealFft()),
          Map.entry(BandAmplitudes.class, new LowerBandAmplitudes()),
          Map.entry(AudioLevels.class, new LowerAudioLevels()),
          Map.entry(FrameWindow.class, new LowerFrameWindow()),
          Map.entry(HalvingFft.class, new LowerHalvingFft()),
          Map.entry(BandLevels.class, new LowerBandLevels()),
          Map.entry(Cascade.class, new LowerCascade()),
          Map.entry(Fir.class, new LowerFir()),
          Map.entry(RunningMean.class, new LowerRunningMean()),
          Map.entry(Envelope.class, new LowerEnvelope()),
          Map.entry(Energies.class, new LowerEnergies()),
          Map.entry(TriangularBands.class, new LowerTriangularBands()),
          Map.entry(Logarithm.class, new LowerLogarithm()),
          Map.entry(Dct.class, new LowerDct()),
          Map.entry(Unscaled.class, new LowerUnscaled()),
          Map.entry(GainControl.class, new LowerGainControl()),
          Map.entry(Goertzel.class, new LowerGoertzel()),
          Map.entry(MeanVote.class, new LowerMeanVote()),
          Map.entry(TopK.class, new LowerTopK()),
          Map.entry(Peaks.class, new LowerPeaks()),
          Map.entry(NoiseSubtraction.class, new LowerNoiseSubtraction()),
          Map.entry(Detect.class, new LowerDetect()),
          Map.entry(Vote.class, new LowerVote()),
          Map.entry(Statistics.class, new LowerStatistics()),
          Map.entry(Normalise.class, new LowerNormalise()),
          Map.entry(Transpose.class, LowerMoves::transpose),
          Map.entry(Slice.class, LowerMoves::slice),
          Map.entry(Concat.class, LowerMoves::concat),
          Map.entry(Pad.class, LowerMoves::pad));

  private Lowerings() {}

  private static Stmt softmax(Graph graph, Node node, Context context) {
    boolean wide = node.arithmetic().orElseThrow() instanceof Arithmetic.SoftmaxLookup;
    Lowering lowering = wide ? new LowerWideSoftmax() : new LowerSoftmax();
    return lowering.lower(graph, node, context);
  }

  static Optional<Lowering> of(Operator operator) {
    return Optional.ofNullable(BY_OPERATOR.get(operator.getClass()));
  }
}
