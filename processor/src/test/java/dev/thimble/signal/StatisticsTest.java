package dev.thimble.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Statistics;
import dev.thimble.graph.Statistics.Measure;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.TestModel;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Figures of windows against double precision. */
class StatisticsTest {
  private static Graph graph(int rows, int channels, List<Measure> measures) {
    Statistics statistics = new Statistics(measures);
    Shape window = Shape.of(rows, channels);
    Shape figures;
    try {
      figures = statistics.infer(List.of(window)).get(0);
    } catch (ShapeException misfit) {
      throw new AssertionError(misfit);
    }
    return new Graph.Builder()
        .value(new Value("x", ElementType.INT16, window, Optional.empty(), Optional.empty()))
        .value(new Value("y", ElementType.INT32, figures, Optional.empty(), Optional.empty()))
        .node(
            new Node(
                "y",
                "y",
                statistics,
                List.of("x"),
                List.of("y"),
                Optional.of(new Arithmetic.Exact())))
        .input("x")
        .output("y")
        .build();
  }

  private static long[] readings(Random random, int rows, int channels) {
    long[] window = new long[rows * channels];
    double loudness = Math.pow(2, random.nextInt(16));
    long offset = Math.round(random.nextGaussian() * Math.pow(2, random.nextInt(15)));
    int kind = random.nextInt(5);
    for (int i = 0; i < window.length; i++) {
      double value = kind == 0 ? 0 : loudness * random.nextGaussian();
      value = kind == 1 ? loudness * Math.sin(i * 0.37) : value;
      value = kind == 2 && i != rows ? 0 : value;
      value = kind == 3 ? (random.nextBoolean() ? 40_000 : -40_000) : value + offset;
      window[i] = Math.round(Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value)));
    }
    return window;
  }

  /** A channel's figures in double precision. */
  private record Real(double[] x) {
    double mean() {
      return moment(0, 1);
    }

    double moment(double centre, int power) {
      double sum = 0;
      for (double each : x) {
        sum += Math.pow(each - centre, power);
      }
      return sum / x.length;
    }

    /** What sums of squares over so many rows round readings to. */
    double unit(int rows) {
      double largest = java.util.Arrays.stream(x).map(Math::abs).max().orElseThrow();
      double step = 2 * largest / (1 << Statistics.squareBits(rows));
      return step < 1 ? 0 : step / 2;
    }

    double of(Measure measure) {
      double mean = mean();
      double variance = moment(mean, 2);
      double low = java.util.Arrays.stream(x).min().orElseThrow();
      double high = java.util.Arrays.stream(x).max().orElseThrow();
      return switch (measure) {
        case MEAN -> mean;
        case VARIANCE -> variance;
        case DEVIATION -> Math.sqrt(variance);
        case RMS -> Math.sqrt(moment(0, 2));
        case MINIMUM -> low;
        case MAXIMUM -> high;
        case PEAK_TO_PEAK -> high - low;
        case ZERO_CROSSINGS -> crossings(Math.copySign(Math.floor(Math.abs(mean) + 0.5), mean));
        case SKEW -> variance == 0 ? 0 : 256 * moment(mean, 3) / Math.pow(variance, 1.5);
        case KURTOSIS -> variance == 0 ? 0 : 256 * moment(mean, 4) / Math.pow(variance, 2);
        case JERK -> jerk();
        case CORRELATION -> throw new AssertionError();
      };
    }

    private double crossings(double mean) {
      int count = 0;
      for (int i = 1; i < x.length; i++) {
        count += (x[i] >= mean) == (x[i - 1] >= mean) ? 0 : 1;
      }
      return count;
    }

    private double jerk() {
      double sum = 0;
      for (int i = 1; i < x.length; i++) {
        sum += Math.abs(x[i] - x[i - 1]);
      }
      return sum / (x.length - 1);
    }
  }

  private static double correlation(Real a, Real b) {
    double sum = 0;
    for (int i = 0; i < a.x.length; i++) {
      sum += (a.x[i] - a.mean()) * (b.x[i] - b.mean());
    }
    double scale = Math.sqrt(a.of(Measure.VARIANCE) * b.of(Measure.VARIANCE));
    return scale == 0 ? 0 : 256 * sum / a.x.length / scale;
  }

  private static double error(Measure measure, double real, double deviation, double unit) {
    return switch (measure) {
      case MEAN, JERK -> 0.5 + 1e-9;
      case VARIANCE -> 0.75 + real * 0.005 + deviation + unit * (unit + deviation);
      case DEVIATION, RMS -> 0.75 + real * 0.005 + unit;
      case MINIMUM, MAXIMUM, PEAK_TO_PEAK, ZERO_CROSSINGS -> 0;
      // A mean that is rounded to a step matters where the deviation is a few steps.
      case SKEW -> 8 + Math.abs(real) * 0.04 + 500 / Math.max(1, deviation);
      case KURTOSIS -> 8 + real * 0.06 + 900 / Math.max(1, deviation);
      case CORRELATION -> 6 + 300 / Math.max(1, deviation);
    };
  }

  @Test
  void areThoseOfDoublePrecision() {
    Random random = new Random(3);
    List<Measure> all = List.of(Measure.values());
    for (int trial = 0; trial < 150; trial++) {
      int rows = List.of(2, 3, 20, 32, 50, 64, 100, 128, 512, 4096).get(trial % 10);
      int channels = 2 + random.nextInt(2);
      Graph graph = graph(rows, channels, all);
      Interpreter interpreter = new Interpreter(Lower.program(graph));
      long[] window = readings(random, rows, channels);
      interpreter.run(List.of(window));
      long[] figures = interpreter.read(interpreter.program().outputs().get(0));
      Real[] real = new Real[channels];
      for (int c = 0; c < channels; c++) {
        double[] x = new double[rows];
        for (int i = 0; i < rows; i++) {
          x[i] = window[i * channels + c];
        }
        real[c] = new Real(x);
        double deviation = real[c].of(Measure.DEVIATION);
        for (int m = 0; m < all.size() - 1; m++) {
          Measure measure = all.get(m);
          double expected = real[c].of(measure);
          // Eight deviations are the most that is seen.
          boolean clamped =
              measure == Measure.KURTOSIS && expected > 256 * 40
                  || measure == Measure.SKEW && Math.abs(expected) > 256 * 5;
          if (!clamped) {
            assertThat((double) figures[c * (all.size() - 1) + m])
                .as("trial " + trial + " " + measure + " of " + rows + ", deviation " + deviation)
                .isCloseTo(
                    expected, within(error(measure, expected, deviation, real[c].unit(rows))));
          }
        }
      }
      int at = channels * (all.size() - 1);
      for (int a = 0; a < channels; a++) {
        for (int b = a + 1; b < channels; b++, at++) {
          double least = Math.min(real[a].of(Measure.DEVIATION), real[b].of(Measure.DEVIATION));
          assertThat((double) figures[at])
              .as("trial " + trial + ", correlation of " + rows)
              .isCloseTo(
                  correlation(real[a], real[b]), within(error(Measure.CORRELATION, 0, least, 0)));
        }
      }
    }
  }

  @Test
  void theTwinAgrees() throws Exception {
    for (int i = 0; i < 3; i++) {
      List<Measure> some = List.of(Measure.values()).subList(4 * i, 4 * i + 4);
      new Comparison("statistics " + i, TestModel.of(graph(24, 3, some)), i).twin();
    }
  }
}
