package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.MeanVote;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Value;
import dev.thimble.graph.Vote;
import java.util.List;

/**
 * What {@code @Vote} counts.
 *
 * @param step its step
 * @param scores the graph's value that it reads
 * @param over how many scorings vote
 * @param reject the smallest score that counts, in reals; nothing is rejected at minus infinity
 * @param otherwise the class where none wins
 * @param mean whether scores are averaged, not votes counted
 */
record Voting(String step, String scores, int over, double reject, int otherwise, boolean mean)
    implements LateDecision {
  private static final double ALMOST = 1e-6;

  @Override
  public String annotation() {
    return "Vote";
  }

  @Override
  public List<ElementType> kept() {
    return List.of(mean ? ElementType.INT16 : ElementType.UINT8);
  }

  @Override
  public Operator over(Value scores) {
    Quantization scale = scores.quantized();
    if (mean) {
      // Beyond the scores' type all sums are rejected, or none.
      double most = (double) over * (1 << Short.SIZE);
      double sum = Math.ceil(reject * over / scale.scale() - ALMOST);
      long least = (long) Math.max(-most, Math.min(most, sum));
      return new MeanVote(over, scale.zeroPoint(), least, otherwise);
    }
    double least = Math.ceil(reject / scale.scale() - ALMOST) + scale.zeroPoint();
    double limited =
        Math.max(scores.element().min(), Math.min(scores.element().max() + 1.0, least));
    return new Vote(over, (int) limited, otherwise);
  }
}
