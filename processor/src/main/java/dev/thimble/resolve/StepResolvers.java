package dev.thimble.resolve;

import dev.thimble.graph.Pool2d;
import java.util.Map;
import java.util.Set;

/** All step annotations, by name. */
final class StepResolvers {
  private static final Map<String, StepResolver> ALL =
      Map.ofEntries(
          Map.entry("Activate", new ActivateStep()),
          Map.entry("Add", new AddStep()),
          Map.entry("Anomaly", new AnomalyStep()),
          Map.entry("ArgMax", new ArgMaxStep(true)),
          Map.entry("AveragePool2D", new PoolStep(Pool2d.Kind.AVERAGE)),
          Map.entry("BatchNorm", new BatchNormStep()),
          Map.entry("Channel", new ChannelStep()),
          Map.entry("Concat", new ConcatStep()),
          Map.entry("Conv2D", new Conv2dStep()),
          Map.entry("Crop", new CropStep()),
          Map.entry("Dct", new DctStep()),
          Map.entry("Decimate", new DecimateStep()),
          Map.entry("Dense", new DenseStep()),
          Map.entry("DepthwiseConv2D", new DepthwiseStep()),
          Map.entry("Detect", new DetectStep()),
          Map.entry("Envelope", new EnvelopeStep()),
          Map.entry("FastGrnn", new RecurrentStep()),
          Map.entry("Fft", new SpectralStep()),
          Map.entry("Filter", new FilterStep()),
          Map.entry("Filterbank", new SpectralStep()),
          Map.entry("Flatten", new FlattenStep()),
          Map.entry("Forest", FittedSteps::forest),
          Map.entry("Frame", new FrameStep()),
          Map.entry("GlobalAveragePool", new GlobalAveragePoolStep()),
          Map.entry("Goertzel", new GoertzelStep()),
          Map.entry("Grey", new GreyStep()),
          Map.entry("Gru", new RecurrentStep()),
          Map.entry("Input", new InputStep()),
          Map.entry("KMeans", new KMeansStep()),
          Map.entry("KNearest", FittedSteps::neighbours),
          Map.entry("Linear", FittedSteps::linear),
          Map.entry("Log", new SpectralStep()),
          Map.entry("Logistic", FittedSteps::logistic),
          Map.entry("LogSpectrum", new LogSpectrumStep()),
          Map.entry("Lstm", new RecurrentStep()),
          Map.entry("Magnitude", new SpectralStep()),
          Map.entry("MaxPool2D", new PoolStep(Pool2d.Kind.MAX)),
          Map.entry("Mfcc", new DctStep()),
          Map.entry("MicroFrontend", new MicroFrontendStep()),
          Map.entry("MovingAverage", new MovingAverageStep()),
          Map.entry("Nearest", new ArgMaxStep(false)),
          Map.entry("NearestCentroid", FittedSteps::centroids),
          Map.entry("Network", new NetworkStep()),
          Map.entry("Normalise", new NormaliseStep()),
          Map.entry("Pad", new PadStep()),
          Map.entry("Pca", FittedSteps::pca),
          Map.entry("Pcm", new SignalStep()),
          Map.entry("Pcan", new PcanStep()),
          Map.entry("Peaks", new PeaksStep()),
          Map.entry("Picture", new PictureStep()),
          Map.entry("Power", new SpectralStep()),
          Map.entry("PreEmphasis", new PreEmphasisStep()),
          Map.entry("Recent", new RecentStep()),
          Map.entry("RemoveDc", new FilterStep()),
          Map.entry("Reshape", new ReshapeStep()),
          Map.entry("Resize", new ResizeStep()),
          Map.entry("Samples", new SignalStep()),
          Map.entry("Scaler", FittedSteps::scaler),
          Map.entry("SimpleRnn", new RecurrentStep()),
          Map.entry("Softmax", new SoftmaxStep()),
          Map.entry("Statistics", new StatisticsStep()),
          Map.entry("SubtractNoise", new SubtractNoiseStep()),
          Map.entry("Svdf", new SvdfStep()),
          Map.entry("TopK", new TopKStep()),
          Map.entry("Vote", new VoteStep()));

  private StepResolvers() {}

  /** The resolver of an annotation. */
  static StepResolver of(String annotation) {
    StepResolver resolver = ALL.get(annotation);
    if (resolver == null) {
      throw new IllegalArgumentException("no resolver for @" + annotation);
    }
    return resolver;
  }

  /** The names of all annotations that can be resolved. */
  static Set<String> names() {
    return ALL.keySet();
  }
}
