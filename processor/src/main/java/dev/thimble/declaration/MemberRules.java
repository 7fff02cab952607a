package dev.thimble.declaration;

import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of an annotation may be. An expression such as {@code 4096 * MIB} overflows to 0
 * without a word from the compiler: the lower limits catch it.
 */
public final class MemberRules {
  private static final long MANY = 1 << 24;
  private static final long WINDOW = 1 << 12;
  private static final int MOST_AXES = 6;

  /** Limits of a number, and how many of them an array may have. */
  private record Limits(long low, long high, int fewest, int most) {
    static Limits number(long low, long high) {
      return new Limits(low, high, 1, 1);
    }
  }

  private static final Limits SIZE = Limits.number(1, MANY);
  private static final Limits SIDES = new Limits(1, WINDOW, 1, 2);
  private static final Limits SIDE = Limits.number(1, WINDOW);
  private static final Limits BORDER = Limits.number(0, WINDOW);
  private static final Limits STATES = Limits.number(1, WINDOW);
  private static final Limits BYTES = Limits.number(1, 1L << 32);

  /** What a chip of the user's may have. */
  private static final Limits MEMORY = Limits.number(1, 1L << 30);

  private static final Map<String, Limits> INTEGERS =
      Map.ofEntries(
          Map.entry("Input.shape", new Limits(1, MANY, 1, MOST_AXES)),
          Map.entry("Reshape.value", new Limits(-1, MANY, 1, MOST_AXES)),
          Map.entry("Dense.units", SIZE),
          Map.entry("Picture.width", SIDE),
          Map.entry("Picture.height", SIDE),
          Map.entry("Crop.width", SIDE),
          Map.entry("Crop.height", SIDE),
          Map.entry("Resize.width", SIDE),
          Map.entry("Resize.height", SIDE),
          Map.entry("SimpleRnn.units", STATES),
          Map.entry("Gru.units", STATES),
          Map.entry("Lstm.units", STATES),
          Map.entry("FastGrnn.units", STATES),
          Map.entry("Svdf.units", STATES),
          Map.entry("Svdf.rank", Limits.number(1, 64)),
          Map.entry("Svdf.memory", Limits.number(1, WINDOW)),
          Map.entry("Conv2D.filters", SIZE),
          Map.entry("Pcm.rate", Limits.number(100, 192_000)),
          Map.entry("Samples.channels", Limits.number(1, 64)),
          Map.entry("MicroFrontend.windowMillis", Limits.number(1, 1000)),
          Map.entry("MicroFrontend.hopMillis", Limits.number(1, 1000)),
          Map.entry("MicroFrontend.bands", Limits.number(2, 128)),
          Map.entry("LogSpectrum.size", Limits.number(16, 2048)),
          Map.entry("LogSpectrum.hop", Limits.number(1, 2048)),
          Map.entry("LogSpectrum.bands", Limits.number(1, 256)),
          Map.entry("Filter.order", Limits.number(1, 8)),
          Map.entry("Decimate.value", Limits.number(2, 32)),
          Map.entry("MovingAverage.value", Limits.number(2, 1024)),
          Map.entry("Channel.value", Limits.number(0, 63)),
          Map.entry("Frame.size", Limits.number(16, 2048)),
          Map.entry("Frame.hop", Limits.number(1, 2048)),
          Map.entry("Frame.points", Limits.number(16, 2048)),
          Map.entry("Mfcc.size", Limits.number(16, 2048)),
          Map.entry("Mfcc.hop", Limits.number(1, 2048)),
          Map.entry("Mfcc.points", Limits.number(16, 2048)),
          Map.entry("Mfcc.bands", Limits.number(1, 128)),
          Map.entry("Mfcc.coefficients", Limits.number(1, 128)),
          Map.entry("Dct.coefficients", Limits.number(1, 128)),
          Map.entry("Filterbank.bands", Limits.number(1, 128)),
          Map.entry("Goertzel.size", Limits.number(8, 4096)),
          Map.entry("Goertzel.hop", Limits.number(1, 4096)),
          Map.entry("TopK.value", Limits.number(1, 255)),
          Map.entry("Detect.debounceMillis", Limits.number(1, 60_000)),
          Map.entry("Detect.label", Limits.number(0, MANY)),
          Map.entry("Detect.smoothMillis", Limits.number(1, 60_000)),
          Map.entry("Detect.refractoryMillis", Limits.number(0, 3_600_000)),
          Map.entry("Recent.frames", Limits.number(1, 1 << 14)),
          Map.entry("Recent.hop", Limits.number(1, 1 << 14)),
          Map.entry("Vote.over", Limits.number(1, 255)),
          Map.entry("Vote.otherwise", Limits.number(0, 255)),
          Map.entry("KMeans.clusters", Limits.number(1, 256)),
          Map.entry("KNearest.k", Limits.number(1, 256)),
          Map.entry("Pca.components", Limits.number(1, 1024)),
          Map.entry("Forest.trees", Limits.number(1, 256)),
          Map.entry("Forest.depth", Limits.number(0, 16)),
          Map.entry("DepthwiseConv2D.multiplier", Limits.number(1, WINDOW)),
          Map.entry("MaxPool2D.value", SIDES),
          Map.entry("AveragePool2D.value", SIDES),
          Map.entry("kernel", SIDES),
          Map.entry("stride", SIDES),
          Map.entry("dilation", SIDES),
          Map.entry("top", BORDER),
          Map.entry("bottom", BORDER),
          Map.entry("left", BORDER),
          Map.entry("right", BORDER),
          Map.entry("Concat.axis", Limits.number(-MOST_AXES, MOST_AXES - 1)),
          Map.entry("Device.clockHz", Limits.number(1, 10_000_000_000L)),
          Map.entry("Device.flash", MEMORY),
          Map.entry("Device.ram", MEMORY),
          Map.entry("Budget.flash", BYTES),
          Map.entry("Budget.ram", BYTES),
          Map.entry("Budget.latencyMicros", Limits.number(1, 1L << 40)));

  /** Reals that must lie above zero, with their highest value. */
  private static final Map<String, Double> POSITIVE =
      Map.ofEntries(
          Map.entry("BatchNorm.epsilon", 1.0),
          Map.entry("Device.supplyVolts", 60.0),
          Map.entry("Samples.rate", 1e6),
          Map.entry("Anomaly.quantile", 1.0),
          Map.entry("Logistic.c", 1e12),
          Map.entry("SubtractNoise.millis", 1e7),
          Map.entry("SubtractNoise.floor", 1.0),
          Map.entry("Pcan.millis", 1e7),
          Map.entry("Pcan.strength", 1.0),
          Map.entry("Pcan.floor", 1.0),
          Map.entry("Detect.release", 1e6),
          Map.entry("Peaks.least", 1e6),
          Map.entry("Peaks.apartMillis", 1e7),
          Map.entry("Detect.threshold", 1e6),
          Map.entry("Vote.reject", 1e6),
          Map.entry("Filter.hz", 1e6),
          Map.entry("Filter.highHz", 1e6),
          Map.entry("Filter.q", 1000.0),
          Map.entry("RemoveDc.hz", 1e6),
          Map.entry("PreEmphasis.value", 1.0),
          Map.entry("Envelope.attackMillis", 1e7),
          Map.entry("Envelope.releaseMillis", 1e7),
          Map.entry("Filterbank.lowHz", 1e5),
          Map.entry("Filterbank.highHz", 1e5),
          Map.entry("Mfcc.lowHz", 1e5),
          Map.entry("Mfcc.highHz", 1e5),
          Map.entry("LogSpectrum.lowHz", 1e5),
          Map.entry("LogSpectrum.highHz", 1e5),
          Map.entry("MicroFrontend.lowHz", 1e5),
          Map.entry("MicroFrontend.highHz", 1e5),
          Map.entry("Device.activeMilliamps", 10_000.0),
          Map.entry("Device.sleepMicroamps", 1e6),
          Map.entry("Sensor.milliamps", 10_000.0),
          Map.entry("Sensor.duty", 1.0),
          Map.entry("Budget.milliwatts", 1e6),
          Map.entry("Budget.every", 1e10),
          Map.entry("Budget.listen", 1e10),
          Map.entry("Budget.batteryMonths", 120.0),
          Map.entry("Budget.accuracy", 1.0));

  private MemberRules() {}

  /** Reports each number of the annotation that makes no sense. */
  public static void check(AnnotationValues annotation, Diagnostics diagnostics) {
    annotation
        .members()
        .forEach(
            (name, member) -> {
              if (member.value() instanceof List<?> list) {
                checkList(annotation, name, member, list, diagnostics);
              } else if (member.value() instanceof Number number) {
                checkNumber(annotation, name, number, member.place(), diagnostics);
              }
            });
  }

  private static void checkList(
      AnnotationValues annotation,
      String name,
      AnnotationValues.Member member,
      List<?> list,
      Diagnostics diagnostics) {
    Limits limits = limits(annotation, name);
    if (limits == null) {
      return;
    }
    if (list.size() < limits.fewest() || list.size() > limits.most()) {
      String takes = limits.most() == 2 ? "one, or rows and columns" : "1 to " + limits.most();
      diagnostics.report(member.place(), LanguageMessage.TM1019_EXTENTS, name, list.size(), takes);
    }
    for (int i = 0; i < list.size(); i++) {
      Place place = i < member.elements().size() ? member.elements().get(i) : member.place();
      checkNumber(annotation, name, (Number) list.get(i), place, diagnostics);
    }
  }

  private static void checkNumber(
      AnnotationValues annotation, String name, Number number, Place place, Diagnostics out) {
    double real = number.doubleValue();
    if (Double.isNaN(real) || Double.isInfinite(real)) {
      out.report(place, LanguageMessage.TM1018_NOT_FINITE, name, number);
      return;
    }
    Double highest = POSITIVE.get(annotation.type() + "." + name);
    if (highest != null && (real <= 0 || real > highest)) {
      out.report(
          place, LanguageMessage.TM1017_OUT_OF_RANGE, name, number, name, "above 0", highest);
    }
    Limits limits = limits(annotation, name);
    boolean none = annotation.type().equals("Reshape") && number.longValue() == 0;
    if (limits != null
        && (none || number.longValue() < limits.low() || number.longValue() > limits.high())) {
      String low = String.valueOf(limits.low());
      out.report(
          place,
          LanguageMessage.TM1017_OUT_OF_RANGE,
          name,
          number,
          name,
          "at least " + (none ? "1 (or -1)" : low),
          limits.high());
    }
  }

  private static @Nullable Limits limits(AnnotationValues annotation, String member) {
    Limits own = INTEGERS.get(annotation.type() + "." + member);
    return own != null ? own : INTEGERS.get(member);
  }
}
