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
import org.junit.jupiter.api.Test;

/** k-means against scikit-learn's results (make_kmeans.py) and at its edges. */
class KMeansFitTest {
  @Test
  void fromTheSameCentresItAgreesWithScikitLearn() throws IOException {
    Iterator<double[]> rows;
    try (InputStream in =
        Objects.requireNonNull(KMeansFitTest.class.getResourceAsStream("kmeans.csv"))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      rows = lines.stream().map(KMeansFitTest::row).iterator();
    }
    int cases = 0;
    while (rows.hasNext()) {
      double[] head = rows.next();
      int features = (int) head[1];
      double[][] start = new double[(int) head[2]][];
      Arrays.setAll(start, i -> rows.next());
      double[][] points = new double[(int) head[0]][];
      int[] labels = new int[points.length];
      for (int i = 0; i < points.length; i++) {
        double[] row = rows.next();
        points[i] = Arrays.copyOf(row, features);
        labels[i] = (int) row[features];
      }
      KMeansFit.Clusters clusters = KMeansFit.fit(points, start);
      assertThat(clusters.labels()).isEqualTo(labels);
      double inertia = rows.next()[0];
      assertThat(clusters.inertia()).isCloseTo(inertia, within(1e-6 * inertia));
      cases++;
    }
    assertThat(cases).isEqualTo(5);
  }

  private static double[] row(String line) {
    return Arrays.stream(line.replace("case,", "").split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }

  @Test
  void aClusterWithoutPointsGetsTheFarthest() {
    double[][] points = {{0}, {1}, {2}, {10}};
    KMeansFit.Clusters clusters = KMeansFit.fit(points, new double[][] {{1}, {100}});
    assertThat(clusters.labels()).containsExactly(0, 0, 0, 1);
    assertThat(clusters.inertia()).isEqualTo(2);
  }

  @Test
  void asManyClustersAsDifferentPoints() {
    double[][] points = {{3, 1}, {3, 1}, {0, 0}, {3, 2}, {0, 0}};
    assertThat(KMeansFit.distinct(points)).isEqualTo(3);
    assertThat(KMeansFit.fit(points, 3, 1).inertia()).isEqualTo(0);
  }

  @Test
  void constantPointsHaveOneCentre() {
    KMeansFit.Clusters clusters = KMeansFit.fit(new double[][] {{5}, {5}, {5}}, 1, 9);
    assertThat(clusters.centres()[0]).containsExactly(5);
    assertThat(clusters.inertia()).isEqualTo(0);
  }

  @Test
  void theSeedDecides() {
    double[][] points = new double[50][2];
    for (int i = 0; i < 50; i++) {
      points[i] = new double[] {(i * 37) % 50, (i * 11) % 50};
    }
    assertThat(KMeansFit.fit(points, 6, 4).centres())
        .isDeepEqualTo(KMeansFit.fit(points, 6, 4).centres());
  }
}
