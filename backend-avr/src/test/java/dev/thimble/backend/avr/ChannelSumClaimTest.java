package dev.thimble.backend.avr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Chip;
import dev.thimble.backend.Claim;
import dev.thimble.graph.Graph;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.random.Chips;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.FewTaps;
import dev.thimble.kernel.random.RealisticGraphs;
import dev.thimble.kernel.random.TestModel;
import dev.thimble.plan.KernelCost;
import dev.thimble.plan.Plan;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Sums of few products, a channel at a time: the interpreter's bits, and exactly the cycles that
 * were predicted, in each of the forms.
 */
final class ChannelSumClaimTest {
  private static final int LAYERS = 24;
  private static final int FIRST_SEED = 11_000;

  private final AvrBackend avr = new AvrBackend();
  private final Chip chip = Chips.of(avr, "atmega328p");
  private int next;

  @Test
  void randomLayers() {
    int found = 0;
    int seed = FIRST_SEED;
    for (; found < LAYERS; seed++) {
      Optional<Graph> graph =
          FewTaps.of(seed)
              .filter(g -> TestModel.of(g).program().kernels().stream().anyMatch(this::hasForms));
      if (graph.isPresent()) {
        check("seed " + seed, graph.get(), 1);
        found++;
      }
    }
    System.out.printf(
        "Layers a channel at a time: %d, seeds %d to %d%n", found, FIRST_SEED, seed - 1);
  }

  /** Whole networks, where outputs lie over inputs. */
  @Test
  void networks() {
    for (int way = 0; way < 2; way++) {
      check("separable " + way, RealisticGraphs.separable(), 2);
    }
  }

  private boolean hasForms(Kernel kernel) {
    return !forms(kernel).isEmpty();
  }

  private List<Claim> forms(Kernel kernel) {
    return ChannelSumClaim.of(Core.of(chip), kernel);
  }

  /** One of the forms, each time another one. */
  private List<Claim> form(Kernel kernel) {
    List<Claim> forms = forms(kernel);
    return forms.isEmpty() ? forms : List.of(forms.get(next++ % forms.size()));
  }

  private void check(String name, Graph graph, int least) {
    Comparison comparison = new Comparison(name, TestModel.of(graph), 1);
    Plan plan = comparison.model().plan(new ChosenBackend(this::form), chip);
    Target target = comparison.model().target(plan, false);
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    comparison.target(target, BuildOptions.DEFAULT.withOptimization("-O2"));
    List<KernelCost> costs = new ArrayList<>();
    for (int i = 0; i < plan.costs().size(); i++) {
      Claim claim = plan.claims().get(plan.program().kernels().get(i).function().name());
      if (claim != null && claim.summary().contains("a channel at a time")) {
        costs.add(plan.costs().get(i));
        assertThat(claim.cost().leastCycles()).isEqualTo(claim.cost().cycles());
      }
    }
    assertThat(costs).as(name).hasSizeGreaterThanOrEqualTo(least);
    comparison.costs(
        target, BuildOptions.DEFAULT.withOptimization("-Os"), costs, Core.of(chip).callCycles());
  }
}
