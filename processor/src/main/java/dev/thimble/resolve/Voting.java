package dev.thimble.resolve;

import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Quantization;
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
 */
record Voting(String step, String scores, int over, double reject, int otherwise)
    implements LateDecision {
  private static final double ALMOST = 1e-6;
  private static final double MOST = 256;

  @Override
  public String annotation() {
    return "Vote";
  }

  @Override
  public List<ElementType> kept() {
    return List.of(ElementType.UINT8);
  }

  @Override
  public Operator over(Quantization scale) {
    double least = Math.ceil(reject / scale.scale() - ALMOST) + scale.zeroPoint();
    // Beyond the bytes of both kinds all are rejected, or none.
    int limited = (int) Math.max(Byte.MIN_VALUE, Math.min(MOST, least));
    return new Vote(over, limited, otherwise);
  }
}
