package dev.thimble.resolve;

import dev.thimble.graph.Detect;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * What {@code @Detect} looks for.
 *
 * @param step its step
 * @param scores the graph's value that it reads
 * @param label which score
 * @param threshold of the mean, in reals
 * @param smooth how many scores are averaged
 * @param refractory scores after a detection in which there is no other
 * @param debounce how often in a row the threshold must be reached
 * @param release the mean below which it has ended, in reals, where that is said
 * @param lasting whether it is 1 for as long as it lasts
 */
record Detection(
    String step,
    String scores,
    int label,
    double threshold,
    int smooth,
    int refractory,
    int debounce,
    Optional<Double> release,
    boolean lasting)
    implements LateDecision {
  private static final double ALMOST = 1e-6;

  @Override
  public String annotation() {
    return "Detect";
  }

  @Override
  public List<ElementType> kept() {
    return List.of(ElementType.INT16, ElementType.INT16, ElementType.INT16);
  }

  @Override
  public Operator over(Value scores) {
    Quantization scale = scores.quantized();
    long least = sum(threshold, scale);
    long end = release.map(mean -> sum(mean, scale)).orElse(lasting ? least : Detect.NONE);
    return new Detect(label, smooth, scale.zeroPoint(), least, refractory, debounce, end, lasting);
  }

  /** The smallest sum of scores whose mean is at least that. */
  private long sum(double mean, Quantization scale) {
    return (long) Math.ceil(mean * smooth / scale.scale() - ALMOST);
  }
}
