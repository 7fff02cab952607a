package dev.thimble.declaration;

import static dev.thimble.declaration.StepDeclaration.Kind.DECISION;
import static dev.thimble.declaration.StepDeclaration.Kind.SIGNAL;
import static dev.thimble.declaration.StepDeclaration.Kind.TENSOR;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The words of the language: which annotations are steps, and what each one gives. */
public final class Language {
  /** The package of all annotations. */
  public static final String PACKAGE = "dev.thimble";

  private static final Map<String, StepDeclaration.Kind> STEPS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Activate", TENSOR),
              Map.entry("Add", TENSOR),
              Map.entry("Anomaly", DECISION),
              Map.entry("ArgMax", DECISION),
              Map.entry("AveragePool2D", TENSOR),
              Map.entry("BatchNorm", TENSOR),
              Map.entry("Channel", SIGNAL),
              Map.entry("Concat", TENSOR),
              Map.entry("Conv2D", TENSOR),
              Map.entry("Crop", TENSOR),
              Map.entry("Dct", SIGNAL),
              Map.entry("Decimate", SIGNAL),
              Map.entry("Dense", TENSOR),
              Map.entry("DepthwiseConv2D", TENSOR),
              Map.entry("Detect", DECISION),
              Map.entry("Envelope", SIGNAL),
              Map.entry("FastGrnn", TENSOR),
              Map.entry("Fft", SIGNAL),
              Map.entry("Filter", SIGNAL),
              Map.entry("Filterbank", SIGNAL),
              Map.entry("Flatten", TENSOR),
              Map.entry("Forest", TENSOR),
              Map.entry("Frame", SIGNAL),
              Map.entry("GlobalAveragePool", TENSOR),
              Map.entry("Goertzel", SIGNAL),
              Map.entry("Grey", TENSOR),
              Map.entry("Gru", TENSOR),
              Map.entry("Input", TENSOR),
              Map.entry("KMeans", TENSOR),
              Map.entry("KNearest", TENSOR),
              Map.entry("Linear", TENSOR),
              Map.entry("Log", SIGNAL),
              Map.entry("Logistic", TENSOR),
              Map.entry("LogSpectrum", SIGNAL),
              Map.entry("Lstm", TENSOR),
              Map.entry("Magnitude", SIGNAL),
              Map.entry("MaxPool2D", TENSOR),
              Map.entry("Mfcc", SIGNAL),
              Map.entry("MicroFrontend", SIGNAL),
              Map.entry("MovingAverage", SIGNAL),
              Map.entry("Nearest", DECISION),
              Map.entry("NearestCentroid", TENSOR),
              Map.entry("Network", TENSOR),
              Map.entry("Normalise", TENSOR),
              Map.entry("Pad", TENSOR),
              Map.entry("Pca", TENSOR),
              Map.entry("Pcan", SIGNAL),
              Map.entry("Pcm", SIGNAL),
              Map.entry("Peaks", SIGNAL),
              Map.entry("Picture", TENSOR),
              Map.entry("Power", SIGNAL),
              Map.entry("PreEmphasis", SIGNAL),
              Map.entry("Recent", TENSOR),
              Map.entry("RemoveDc", SIGNAL),
              Map.entry("Reshape", TENSOR),
              Map.entry("Resize", TENSOR),
              Map.entry("Samples", SIGNAL),
              Map.entry("Scaler", TENSOR),
              Map.entry("SimpleRnn", TENSOR),
              Map.entry("Softmax", TENSOR),
              Map.entry("Statistics", TENSOR),
              Map.entry("SubtractNoise", SIGNAL),
              Map.entry("Svdf", TENSOR),
              Map.entry("TopK", DECISION),
              Map.entry("Vote", DECISION)));

  private Language() {}

  /** The step annotations by simple name, with the marker type of their field. */
  public static Map<String, StepDeclaration.Kind> steps() {
    return Collections.unmodifiableMap(STEPS);
  }

  /** Whether the annotation brings data from outside, so that nothing feeds it. */
  public static boolean isInput(String annotation) {
    return List.of("Input", "Pcm", "Picture", "Samples").contains(annotation);
  }

  /** The simple name of a marker type. */
  public static String typeOf(StepDeclaration.Kind kind) {
    String name = kind.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
