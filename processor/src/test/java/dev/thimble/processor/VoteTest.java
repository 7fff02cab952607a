package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.graph.Arithmetic;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import dev.thimble.graph.Vote;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.lower.Lower;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Votes against a count of the last winners. */
class VoteTest {
  private static final int CLASSES = 4;

  private static Value value(String name, ElementType element, int length) {
    return new Value(name, element, Shape.of(length), Optional.empty(), Optional.empty());
  }

  private static Graph graph(Vote vote) {
    return new Graph.Builder()
        .value(value("x", ElementType.INT8, CLASSES))
        .value(value("y", ElementType.UINT8, 1))
        .value(value("votes", ElementType.UINT8, vote.over()))
        .node(
            new Node(
                "y",
                "y",
                vote,
                List.of("x"),
                List.of("y", "votes"),
                Optional.of(new Arithmetic.Exact())))
        .input("x")
        .output("y")
        .build();
  }

  private static int winner(long[] scores, Vote vote) {
    int best = 0;
    for (int i = 1; i < CLASSES; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return scores[best] >= vote.least() ? best : -1;
  }

  @Test
  void theClassWithMoreThanHalfOfTheVotesWins() {
    Random random = new Random(5);
    int rejected = 0;
    int won = 0;
    for (int trial = 0; trial < 40; trial++) {
      Vote vote = new Vote(1 + random.nextInt(6), random.nextInt(140) - 20, random.nextInt(4));
      Interpreter interpreter = new Interpreter(Lower.program(graph(vote)));
      List<Integer> winners = new ArrayList<>();
      for (int run = 0; run < 60; run++) {
        long[] scores = new long[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
          scores[i] = random.nextInt(256) - 128;
        }
        scores[run / 15] = 127 - random.nextInt(60);
        winners.add(winner(scores, vote));
        List<Integer> last =
            winners.subList(Math.max(0, winners.size() - vote.over()), winners.size());
        int expected = vote.otherwise();
        for (int c = 0; c < CLASSES; c++) {
          int label = c;
          long votes = last.stream().filter(w -> w == label).count();
          expected = 2 * votes > vote.over() ? c : expected;
        }
        interpreter.run(List.of(scores));
        assertThat(interpreter.read(interpreter.program().outputs().get(0))[0])
            .as("trial " + trial + ", run " + run)
            .isEqualTo(expected);
        won += expected == vote.otherwise() ? 0 : 1;
        rejected += winners.get(run) < 0 ? 1 : 0;
      }
    }
    assertThat(won).isGreaterThan(100);
    assertThat(rejected).isGreaterThan(100);
  }
}
