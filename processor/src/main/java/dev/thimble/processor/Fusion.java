package dev.thimble.processor;

import dev.thimble.backend.CostTable;
import dev.thimble.kernel.Program;
import dev.thimble.plan.Plan;
import dev.thimble.plan.RowFusion;
import dev.thimble.resolve.ResolvedModel.ResolvedStep;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Row-wise fusion where a model does not fit the RAM of a chip, or of its budget: moving rows and
 * calling a function for each band take time, so a model that fits stays as it is. The kernels are
 * the same for all chips of a model, as its twin and its golden vectors are.
 */
final class Fusion {
  /** Scratch and stack differ with the bands: the first estimate may miss the mark. */
  private static final int ATTEMPTS = 3;

  private final Attempts attempts;

  Fusion(Attempts attempts) {
    this.attempts = attempts;
  }

  /** The build, or one in bands that needs less where RAM is short. */
  Build where(Build whole) {
    Build best = whole;
    Build last = whole;
    long margin = 0;
    for (int i = 0; i < ATTEMPTS && excess(best) > 0; i++) {
      Program program = fused(whole, margin);
      if (program.equals(whole.program())) {
        break;
      }
      last = program.equals(last.program()) ? last : planned(whole, program);
      best = excess(last) < excess(best) ? last : best;
      margin += excess(last);
    }
    return best;
  }

  private static Program fused(Build whole, long margin) {
    int tightest = 0;
    for (int i = 1; i < whole.plans().size(); i++) {
      tightest = excess(whole, i) > excess(whole, tightest) ? i : tightest;
    }
    Plan plan = whole.plans().get(tightest);
    CostTable costs = plan.backend().costs(plan.chip());
    long target = plan.arenaBytes() - excess(whole, tightest) - margin;
    Set<String> kept =
        whole.model().steps().stream().map(ResolvedStep::value).collect(Collectors.toSet());
    return RowFusion.fused(whole.program(), costs, kept, target);
  }

  private Build planned(Build whole, Program program) {
    List<Plan> plans = attempts.plans(whole.model(), program, whole.targets());
    return new Build(
        whole.model(), whole.graphs(), program, whole.targets(), plans, whole.accuracy());
  }

  /** Bytes that are missing on the chip with the least room. */
  private static long excess(Build build) {
    long most = 0;
    for (int i = 0; i < build.plans().size(); i++) {
      most = Math.max(most, excess(build, i));
    }
    return most;
  }

  private static long excess(Build build, int target) {
    Plan plan = build.plans().get(target);
    long ram = Attempts.wishes(build.model().declaration(), plan.chip()).ram();
    return Math.max(0, plan.ramBytes() - ram);
  }
}
