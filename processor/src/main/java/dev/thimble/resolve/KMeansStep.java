package dev.thimble.resolve;

import dev.thimble.fit.KMeansFit;
import dev.thimble.fit.Norm;
import dev.thimble.graph.ShapeException;

/** {@code @KMeans}: centres are learnt here, and become a constant of the graph. */
final class KMeansStep implements StepResolver {
  @Override
  public Flow resolve(StepContext step) throws ShapeException, StepFailure {
    Flow row = FittedSteps.measured(step);
    int clusters = step.values().integer("clusters").orElse(1L).intValue();
    Fitting fitting = Fitting.of(step);
    double[][] samples = fitting.measured();
    int distinct = KMeansFit.distinct(samples);
    if (distinct < clusters) {
      throw FittedSteps.tooFew(step, "clusters", clusters, distinct);
    }
    long seed = step.values().integer("seed").orElse(1L);
    Norm norm = Fitting.norm(step.values());
    double[][] centres =
        fitting.learnt(
            "k-means " + clusters + " " + seed + " " + fitting.measure(),
            new double[0],
            () -> KMeansFit.fit(samples, clusters, seed, norm).centres());
    return FittedSteps.distances(step, row, centres);
  }
}
