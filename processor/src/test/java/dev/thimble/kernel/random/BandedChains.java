package dev.thimble.kernel.random;

import dev.thimble.kernel.Program;
import dev.thimble.kernel.bands.Bands;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random chains of layers of which some are joined, anywhere, in bands of any height. */
public final class BandedChains {
  private static final int LAYERS = 5;

  private BandedChains() {}

  /** A model as it is and in bands. */
  public record Banded(TestModel whole, TestModel bands, String name) {}

  /** So many, the same ones for the same seed. */
  public static List<Banded> of(long seed, int count) {
    List<Banded> all = new ArrayList<>();
    Random random = new Random(seed);
    while (all.size() < count) {
      long graph = random.nextInt();
      TestModel model = TestModel.of(ChainGraphs.of(graph, LAYERS));
      for (int first = 0; first + 1 < model.program().kernels().size(); first++) {
        int last = last(model.program(), first, random);
        if (last > first) {
          int rows = Bands.rows(model.program().kernels().get(last));
          int height = 1 + random.nextInt(Math.max(1, rows / 2));
          String name = "chain %d, %d to %d by %d".formatted(graph, first, last, height);
          Bands.of(model.program(), first, last, height)
              .ifPresent(b -> all.add(new Banded(model, model.with(b.program()), name)));
        }
      }
    }
    return all.subList(0, count);
  }

  private static int last(Program program, int first, Random random) {
    int last = first;
    while (last + 1 < program.kernels().size()
        && Bands.join(program, last, Set.of())
        && random.nextInt(4) > 0) {
      last++;
    }
    return last;
  }
}
