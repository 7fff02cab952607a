package dev.thimble.fit;

import java.util.ArrayList;
import java.util.List;

/**
 * Hart's condensed nearest neighbours: samples are added as long as the nearest one kept names one
 * of them wrongly.
 */
public final class CondensedFit {
  private CondensedFit() {}

  /** Indices of the samples to keep, in order; at least {@code least} of them. */
  public static List<Integer> fit(Norm metric, double[][] points, int[] labels, int least) {
    List<Integer> kept = new ArrayList<>(List.of(0));
    boolean added = true;
    while (added) {
      added = false;
      for (int i = 0; i < points.length; i++) {
        // Of equal samples the first one decides, whatever the others say.
        int nearest = nearest(metric, points, kept, i);
        if (labels[nearest] != labels[i]
            && Points.distance(metric, points[nearest], points[i]) > 0) {
          kept.add(i);
          added = true;
        }
      }
    }
    for (int i = 0; i < points.length && kept.size() < least; i++) {
      if (!kept.contains(i)) {
        kept.add(i);
      }
    }
    return kept.stream().sorted().toList();
  }

  private static int nearest(Norm metric, double[][] points, List<Integer> kept, int of) {
    int best = kept.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (int i : kept) {
      double distance = Points.distance(metric, points[of], points[i]);
      if (distance < least || (distance == least && i < best)) {
        least = distance;
        best = i;
      }
    }
    return best;
  }
}
