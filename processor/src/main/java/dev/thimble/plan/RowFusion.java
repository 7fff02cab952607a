package dev.thimble.plan;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.bands.Bands;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses what is computed in bands where the arena is too large: chains of kernels around large
 * arrays, with as many rows in a band as the room allows, since each band costs calls and moves.
 */
public final class RowFusion {
  /** Kernels in a chain at most. */
  private static final int LONGEST = 8;

  /** Chains in a program at most. */
  private static final int MOST = 4;

  /** Rows of a band's result. */
  private static final List<Integer> HEIGHTS = List.of(8, 4, 2, 1);

  /** Bands at most: each has a call of every kernel in flash. */
  private static final int BANDS = 64;

  /** Chains that are laid out with care, out of all that are possible. */
  private static final int TRIED = 6;

  /** An array is large if so many of its kind fill the arena. */
  private static final int SHARE = 4;

  private final CostTable costs;
  private final Set<String> kept;
  private final long target;

  private RowFusion(CostTable costs, Set<String> kept, long target) {
    this.costs = costs;
    this.kept = kept;
    this.target = target;
  }

  /** A program and the arena that its own arrays need. */
  private record Choice(Program program, int bytes) {
    int kernels() {
      return program.kernels().size();
    }
  }

  /**
   * The program with as few bands as an arena of so many bytes allows, scratch of claims not
   * counted; with the least arena where that cannot be had, and itself where nothing helps.
   *
   * @param kept names of values that must stay as they are
   * @param target the arena that is wanted
   */
  public static Program fused(Program program, CostTable costs, Set<String> kept, long target) {
    RowFusion fusion = new RowFusion(costs, kept, target);
    Choice best = fusion.choice(program);
    for (int i = 0; i < MOST && best.bytes() > target; i++) {
      Optional<Choice> next = fusion.next(best);
      if (next.isEmpty()) {
        break;
      }
      best = next.get();
    }
    return best.program();
  }

  private Choice choice(Program program) {
    return new Choice(program, Arena.layout(program, costs).bytes());
  }

  /** One more chain in bands. */
  private Optional<Choice> next(Choice now) {
    Needs needs = new Needs(now.program());
    Map<Bands, Long> guesses = new LinkedHashMap<>();
    for (Bands bands : chains(now, needs.peak())) {
      guesses.put(bands, Math.max(needs.with(bands), target));
    }
    Comparator<Bands> likely = Comparator.comparingLong(bands -> guesses.getOrDefault(bands, 0L));
    Comparator<Choice> least = Comparator.comparingLong(choice -> Math.max(choice.bytes(), target));
    return guesses.keySet().stream()
        .sorted(likely.thenComparingInt(Bands::kernels))
        .limit(TRIED)
        .map(bands -> choice(bands.program()))
        .filter(choice -> choice.bytes() < now.bytes())
        .min(least.thenComparingInt(Choice::kernels));
  }

  /** Chains to which the kernel belongs that needs the most, with a large array within. */
  private List<Bands> chains(Choice now, int peak) {
    List<Bands> all = new ArrayList<>();
    List<Kernel> kernels = now.program().kernels();
    int start = peak;
    while (start > 0 && peak - start < LONGEST && Bands.join(now.program(), start - 1, kept)) {
      start--;
    }
    for (int first = start; first <= peak; first++) {
      boolean large = false;
      int end = Math.min(kernels.size(), first + LONGEST);
      for (int last = first + 1; last < end; last++) {
        if (!Bands.join(now.program(), last - 1, kept)) {
          break;
        }
        int between = kernels.get(last - 1).outputs().get(0).bytes();
        large |= (long) between * SHARE >= now.bytes();
        if (large && last >= peak) {
          all.addAll(banded(now.program(), first, last));
        }
      }
    }
    return all;
  }

  private static List<Bands> banded(Program program, int first, int last) {
    int rows = Bands.rows(program.kernels().get(last));
    List<Bands> all = new ArrayList<>();
    for (int height : HEIGHTS) {
      if (height < rows && rows <= height * BANDS) {
        Bands.of(program, first, last, height).ifPresent(all::add);
      }
    }
    return all;
  }
}
