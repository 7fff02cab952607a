package dev.thimble.resolve;

import dev.thimble.graph.Pool2d;

/** All step annotations, by name. */
final class StepResolvers {
  private StepResolvers() {}

  /** The resolver of an annotation; others are not loaded. */
  static StepResolver of(String annotation) {
    return switch (annotation) {
      case "Activate" -> new ActivateStep();
      case "Add" -> new AddStep();
      case "Anomaly" -> new AnomalyStep();
      case "ArgMax" -> new ArgMaxStep(true);
      case "AveragePool2D" -> new PoolStep(Pool2d.Kind.AVERAGE);
      case "BatchNorm" -> new BatchNormStep();
      case "Channel" -> new ChannelStep();
      case "Concat" -> new ConcatStep();
      case "Conv2D" -> new Conv2dStep();
      case "Crop" -> new CropStep();
      case "Dct", "Mfcc" -> new DctStep();
      case "Decimate" -> new DecimateStep();
      case "Dense" -> new DenseStep();
      case "DepthwiseConv2D" -> new DepthwiseStep();
      case "Detect" -> new DetectStep();
      case "Envelope" -> new EnvelopeStep();
      case "FastGrnn", "Gru", "Lstm", "SimpleRnn" -> new RecurrentStep();
      case "Fft", "Filterbank", "Log", "Magnitude", "Power" -> new SpectralStep();
      case "Filter", "RemoveDc" -> new FilterStep();
      case "Flatten" -> new FlattenStep();
      case "Forest" -> FittedSteps::forest;
      case "Frame" -> new FrameStep();
      case "GlobalAveragePool" -> new GlobalAveragePoolStep();
      case "Goertzel" -> new GoertzelStep();
      case "Grey" -> new GreyStep();
      case "Input" -> new InputStep();
      case "KMeans" -> new KMeansStep();
      case "KNearest" -> FittedSteps::neighbours;
      case "Linear" -> FittedSteps::linear;
      case "Logistic" -> FittedSteps::logistic;
      case "LogSpectrum" -> new LogSpectrumStep();
      case "MaxPool2D" -> new PoolStep(Pool2d.Kind.MAX);
      case "MicroFrontend" -> new MicroFrontendStep();
      case "MovingAverage" -> new MovingAverageStep();
      case "Nearest" -> new ArgMaxStep(false);
      case "NearestCentroid" -> FittedSteps::centroids;
      case "Network" -> new NetworkStep();
      case "Normalise" -> new NormaliseStep();
      case "Pad" -> new PadStep();
      case "Pca" -> FittedSteps::pca;
      case "Pcm", "Samples" -> new SignalStep();
      case "Pcan" -> new PcanStep();
      case "Peaks" -> new PeaksStep();
      case "Picture" -> new PictureStep();
      case "PreEmphasis" -> new PreEmphasisStep();
      case "Recent" -> new RecentStep();
      case "Reshape" -> new ReshapeStep();
      case "Resize" -> new ResizeStep();
      case "Scaler" -> FittedSteps::scaler;
      case "Softmax" -> new SoftmaxStep();
      case "Statistics" -> new StatisticsStep();
      case "SubtractNoise" -> new SubtractNoiseStep();
      case "Svdf" -> new SvdfStep();
      case "TopK" -> new TopKStep();
      case "Vote" -> new VoteStep();
      default -> throw new IllegalArgumentException("no resolver for @" + annotation);
    };
  }
}
