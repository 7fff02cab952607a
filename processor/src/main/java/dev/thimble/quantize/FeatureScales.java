package dev.thimble.quantize;

import dev.thimble.graph.Distances;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Metric;
import dev.thimble.graph.Neighbours;
import dev.thimble.graph.Node;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The integers of features that classical models read: a byte each where the data are small whole
 * numbers or the user says so, else 16 bits, with a scale of their own.
 *
 * <p>Where distances are taken, the scales are in proportion to one over the weights, so that no
 * integer has to be multiplied; in 16 bits they are as fine as the sums of squares allow within 32
 * bits.
 */
final class FeatureScales {
  /**
   * What was chosen.
   *
   * @param limit integers lie within plus and minus it; the type's own limit if it is 0
   */
  record Choice(boolean word, Quantization meaning, int limit) {
    /** Any 16 bits. */
    static Choice word(Quantization meaning) {
      return new Choice(true, meaning, 0);
    }
  }

  private static final int WORD = Short.MAX_VALUE;
  private static final double MOST = Integer.MAX_VALUE * 0.98;

  /** A zero point is a number of 32 bits. */
  private static final double LARGEST_ZERO = 1 << 30;

  private final Graph graph;
  private final String input;
  private final FeatureRanges ranges;
  private final double coarser;

  private FeatureScales(Graph graph, String input, FeatureRanges ranges, double coarser) {
    this.graph = graph;
    this.input = input;
    this.ranges = ranges;
    this.coarser = coarser;
  }

  /**
   * Chooses.
   *
   * @param bits 8 or 16, or 0 for what suits the data
   * @param coarser by how much steps of 16 bits are larger than they need be; at least 1
   */
  static Choice of(
      Graph graph,
      String input,
      FeatureRanges ranges,
      List<float[]> samples,
      int bits,
      double coarser) {
    FeatureScales scales = new FeatureScales(graph, input, ranges, coarser);
    ValueRange all = ranges.all().withZero();
    boolean small = all.integral() && all.width() <= Int8.MAX - Int8.MIN;
    Optional<double[]> weights = scales.weights();
    if (bits == 8 || (bits == 0 && small)) {
      boolean one = small || weights.filter(FeatureScales::uniform).isPresent();
      return new Choice(false, one ? Int8.ofInput(all, all.integral()) : scales.bytes(weights), 0);
    }
    if (SplitScales.suits(graph, input) && !scales.wholeWords()) {
      return Choice.word(SplitScales.of(graph, input, ranges, samples));
    }
    return weights.isPresent() ? scales.distances(weights.get()) : scales.words();
  }

  private static boolean uniform(double[] weights) {
    return Arrays.stream(weights).allMatch(w -> w == weights[0]);
  }

  private List<Node> pointed() {
    return Wide.readers(graph, input).stream()
        .filter(n -> n.operator() instanceof Distances || n.operator() instanceof Neighbours)
        .toList();
  }

  /** The weights that all distances have in common; ones where they have none. */
  private Optional<double[]> weights() {
    Optional<double[]> common = Optional.empty();
    for (Node node : pointed()) {
      int at = node.operator() instanceof Distances ? Distances.WEIGHTS : Neighbours.WEIGHTS;
      double[] own = new double[ranges.low().length];
      Arrays.fill(own, 1);
      Optional<Value> given = graph.input(node, at);
      if (given.isPresent()) {
        float[] weights = given.get().floats();
        if (weights.length != own.length) {
          return Optional.empty();
        }
        Arrays.setAll(own, k -> weights[k]);
      }
      if (common.isPresent() && !Arrays.equals(common.get(), own)) {
        return Optional.empty();
      }
      common = Optional.of(own);
    }
    return common.filter(w -> Arrays.stream(w).allMatch(v -> v > 0));
  }

  /** A byte for each feature. */
  private Quantization bytes(Optional<double[]> weights) {
    int size = ranges.low().length;
    double step = 0;
    for (int k = 0; k < size && weights.isPresent(); k++) {
      step = Math.max(step, ranges.half(k) * 2 / 255 * weights.get()[k]);
    }
    List<Double> scales = new ArrayList<>();
    for (int k = 0; k < size; k++) {
      scales.add(weights.isPresent() ? step / weights.get()[k] : ranges.half(k) * 2 / 255);
    }
    return centred(scales);
  }

  /** Whether all are whole numbers of 16 bits. */
  private boolean wholeWords() {
    ValueRange all = ranges.all().withZero();
    return all.integral() && all.low() >= -WORD && all.high() <= WORD;
  }

  /** Each feature's own range, with room, on 16 bits; whole numbers keep their values. */
  private Choice words() {
    if (wholeWords()) {
      return Choice.word(Quantization.perTensor(1, 0));
    }
    FeatureRanges roomy = ranges.roomy();
    List<Double> scales =
        IntStream.range(0, ranges.low().length)
            .mapToObj(k -> roomy.half(k) * coarser / WORD)
            .toList();
    return Choice.word(centred(scales));
  }

  /** The finest steps with which no sum leaves 32 bits within the limit. */
  private Choice distances(double[] weights) {
    FeatureRanges roomy = ranges.roomy();
    double reach = 0;
    for (int k = 0; k < weights.length; k++) {
      reach = Math.max(reach, roomy.half(k) * weights[k]);
    }
    double step = reach / (WORD - 1);
    for (Node node : pointed()) {
      Metric metric =
          node.operator() instanceof Distances d
              ? d.metric()
              : ((Neighbours) node.operator()).metric();
      double worst = worst(node, weights, reach, metric) / MOST;
      step = Math.max(step, metric == Metric.EUCLIDEAN ? Math.sqrt(worst) : worst);
    }
    step *= coarser;
    List<Double> scales = new ArrayList<>();
    for (double weight : weights) {
      scales.add(step / weight);
    }
    return new Choice(true, centred(scales), (int) Math.floor(reach / step));
  }

  /** The largest distance of all points, additions included. */
  private double worst(Node node, double[] weights, double reach, Metric metric) {
    float[] points = graph.in(node, Distances.POINTS).floats();
    boolean together = node.operator() instanceof Neighbours;
    Optional<Value> added = together ? Optional.empty() : graph.input(node, Distances.ADDED);
    double farthest = 0;
    double worst = 0;
    for (int c = 0; c < points.length / weights.length; c++) {
      double sum = added.isPresent() ? Math.abs(added.get().floats()[c]) : 0;
      for (int k = 0; k < weights.length; k++) {
        double off = Math.abs(points[c * weights.length + k] - ranges.centre(k)) * weights[k];
        farthest = Math.max(farthest, metric.of(reach + off));
        sum += metric.of(reach + off);
      }
      worst = Math.max(worst, sum);
    }
    return together ? farthest * weights.length : worst;
  }

  /** Zero points that put the middle of each range on 0. */
  private Quantization centred(List<Double> scales) {
    List<Double> used = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (int k = 0; k < scales.size(); k++) {
      double scale = Math.max(scales.get(k), Math.abs(ranges.centre(k)) / LARGEST_ZERO);
      used.add(scale);
      zeros.add((int) Math.round(-ranges.centre(k) / scale));
    }
    boolean same = used.stream().distinct().count() == 1 && zeros.stream().distinct().count() == 1;
    return same
        ? Quantization.perTensor(used.get(0), zeros.get(0))
        : new Quantization(used, zeros, 0);
  }
}
