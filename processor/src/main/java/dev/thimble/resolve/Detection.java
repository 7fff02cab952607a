package dev.thimble.resolve;

import dev.thimble.graph.Detect;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import java.util.List;

/**
 * What {@code @Detect} looks for.
 *
 * @param step its step
 * @param scores the graph's value that it reads
 * @param label which score
 * @param threshold of the mean, in reals
 * @param smooth how many scores are averaged
 * @param refractory scores after a detection in which there is no other
 */
record Detection(
    String step, String scores, int label, double threshold, int smooth, int refractory)
    implements LateDecision {
  private static final double ALMOST = 1e-6;

  @Override
  public String annotation() {
    return "Detect";
  }

  @Override
  public List<ElementType> kept() {
    return List.of(ElementType.INT16, ElementType.INT16);
  }

  @Override
  public Operator over(Quantization scale) {
    long least = (long) Math.ceil(threshold * smooth / scale.scale() - ALMOST);
    return new Detect(label, smooth, scale.zeroPoint(), least, refractory);
  }
}
