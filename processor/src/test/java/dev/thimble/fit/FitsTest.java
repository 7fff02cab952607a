package dev.thimble.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * What is learnt while compiling against scikit-learn's results (make_fits.py) and at its edges.
 */
class FitsTest {
  private static final Offset<Double> CLOSE = within(1e-4);

  private static double[] row(String line) {
    return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void theyAgreeWithScikitLearn() throws IOException {
    Iterator<double[]> rows;
    try (InputStream in = Objects.requireNonNull(FitsTest.class.getResourceAsStream("fits.csv"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      rows = text.lines().map(FitsTest::row).toList().iterator();
    }
    int cases = 0;
    while (rows.hasNext()) {
      double[] head = rows.next();
      int features = (int) head[1];
      double[][] x = new double[(int) head[0]][];
      int[] y = new int[x.length];
      double[] targets = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        double[] row = rows.next();
        x[i] = Arrays.copyOf(row, features);
        y[i] = (int) row[features];
        targets[i] = row[features + 1];
      }
      check(rows, x, y, targets, (int) head[2]);
      cases++;
    }
    assertThat(cases).isEqualTo(3);
  }

  private static void check(
      Iterator<double[]> rows, double[][] x, int[] y, double[] targets, int classes) {
    LinearFit.Line line = LinearFit.fit(x, targets);
    double[] wanted = rows.next();
    assertThat(line.weights()).containsExactly(Arrays.copyOf(wanted, wanted.length - 1), CLOSE);
    assertThat(line.bias()).isCloseTo(wanted[wanted.length - 1], CLOSE);
    for (double[] row : LogisticFit.fit(x, y, classes, 1)) {
      assertThat(row).containsExactly(rows.next(), within(1e-3));
    }
    for (double[] component : PcaFit.fit(x, 2).rows()) {
      double[] magnitudes = Arrays.stream(component).map(Math::abs).toArray();
      assertThat(magnitudes).containsExactly(rows.next(), CLOSE);
    }
    List<TreeFit.Node> tree = TreeFit.tree(x, y, classes, 3);
    double[] labels = Arrays.stream(x).mapToDouble(each -> label(tree, each)).toArray();
    assertThat(labels).containsExactly(rows.next());
  }

  private static int label(List<TreeFit.Node> tree, double[] x) {
    TreeFit.Node at = tree.get(0);
    while (at.left() >= 0) {
      at = tree.get(x[at.feature()] <= at.threshold() ? at.left() : at.right());
    }
    int best = 0;
    for (int c = 1; c < at.shares().length; c++) {
      best = at.shares()[c] > at.shares()[best] ? c : best;
    }
    return best;
  }

  @Test
  void equalFeaturesDoNoHarm() {
    double[][] x = {{1, 7, 1}, {2, 7, 2}, {3, 7, 3}, {4, 7, 4}};
    LinearFit.Line line = LinearFit.fit(x, new double[] {2, 4, 6, 8});
    for (double[] each : x) {
      double sum = line.bias();
      for (int k = 0; k < 3; k++) {
        sum += line.weights()[k] * each[k];
      }
      assertThat(sum).isCloseTo(2 * each[0], CLOSE);
    }
    assertThat(Points.standard(x)[1][1]).isEqualTo(1);
    assertThat(TreeFit.tree(new double[][] {{7}, {7}}, new int[] {0, 1}, 2, 5)).hasSize(1);
    assertThat(TreeFit.tree(x, new int[] {0, 0, 1, 1}, 2, 0)).hasSize(1);
    assertThat(PcaFit.fit(new double[][] {{3, 3}, {3, 3}}, 1).variances()[0]).isZero();
  }

  @Test
  void condensedSamplesNameAllOthers() {
    Random random = new Random(1);
    double[][] x = new double[200][2];
    int[] y = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = i % 2;
      x[i] = new double[] {random.nextGaussian() + 3 * y[i], random.nextGaussian()};
    }
    List<Integer> kept = CondensedFit.fit(Norm.EUCLIDEAN, x, y, 1);
    double[][] some = kept.stream().map(i -> x[i]).toArray(double[][]::new);
    for (int i = 0; i < x.length; i++) {
      assertThat(y[kept.get(Points.nearest(Norm.EUCLIDEAN, x[i], some))]).isEqualTo(y[i]);
    }
    assertThat(kept.size()).isLessThan(x.length / 2);
  }

  /** Far more points than are looked at as a whole: the clusters are found nevertheless. */
  @Test
  void minibatchesFindClusters() {
    Random random = new Random(5);
    double[][] x = new double[1_100_000][];
    for (int i = 0; i < x.length; i++) {
      int c = i % 5;
      x[i] = new double[] {10 * c + random.nextGaussian(), random.nextGaussian()};
    }
    KMeansFit.Clusters fit = KMeansFit.fit(x, 5, 1);
    double[] centres = Arrays.stream(fit.centres()).mapToDouble(c -> c[0]).sorted().toArray();
    assertThat(centres).containsExactly(new double[] {0, 10, 20, 30, 40}, within(0.05));
  }

  @Test
  void mediansAreTheCentresOfManhattan() {
    double[][] x = {{0}, {1}, {50}, {100}, {101}, {102}};
    KMeansFit.Clusters fit = KMeansFit.fit(x, 2, 1, Norm.MANHATTAN);
    double[] centres = Arrays.stream(fit.centres()).mapToDouble(c -> c[0]).sorted().toArray();
    assertThat(centres).containsExactly(1, 101);
  }
}
