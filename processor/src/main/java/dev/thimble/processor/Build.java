package dev.thimble.processor;

import dev.thimble.kernel.Program;
import dev.thimble.plan.Plan;
import dev.thimble.resolve.ResolvedModel;
import java.util.List;
import java.util.Optional;

/**
 * A model followed as far as its plans: what is printed, or what was only tried.
 *
 * @param model what was resolved
 * @param graphs its integers
 * @param program its kernels
 * @param targets its chips
 * @param plans one for each of them
 * @param accuracy on labelled data, where there are some and it was wanted
 */
record Build(
    ResolvedModel model,
    IntegerGraphs.Result graphs,
    Program program,
    List<Targets.Target> targets,
    List<Plan> plans,
    Optional<Accuracy> accuracy) {
  Build {
    targets = List.copyOf(targets);
    plans = List.copyOf(plans);
  }
}
