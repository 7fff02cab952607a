package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.Machines;
import java.util.Arrays;
import java.util.Locale;

/** Support vector machines of {@code ai.onnx.ml}. */
record Vectors(MlNode node) {
  Form add(ClassicalGraph made) throws Problem, ShapeException {
    double[] flat = node.numbers("support_vectors");
    double[] coefficients = node.numbers("coefficients");
    double[] rho = node.numbers("rho");
    int features = made.size();
    if (flat.length == 0 || flat.length % features != 0 || rho.length == 0) {
      throw node.broken(flat.length + " numbers of vectors for " + features + " features");
    }
    int count = flat.length / features;
    double[][] vectors = new double[count][];
    Arrays.setAll(vectors, v -> Arrays.copyOfRange(flat, v * features, (v + 1) * features));
    double[] parameters = Arrays.copyOf(node.numbers("kernel_params"), 3);
    Machines.Kernel kernel =
        new Machines.Kernel(
            node.text("kernel_type", "LINEAR").toLowerCase(Locale.ROOT),
            parameters[0],
            parameters[1],
            (int) parameters[2]);
    if (coefficients.length == 0 || coefficients.length % count != 0) {
      throw node.broken(coefficients.length + " coefficients for " + count + " vectors");
    }
    double[][] rows = new double[coefficients.length / count][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(coefficients, r * count, (r + 1) * count));
    Machines.kernel(kernel, vectors, made);
    if (node.kind().equals("SVMRegressor")) {
      return regressor(made, rows, rho);
    }
    int[] counts = node.integers("vectors_per_class");
    int classes = counts.length;
    boolean fits =
        rows.length == Math.max(1, classes - 1)
            && rho.length == classes * (classes - 1) / 2
            && Arrays.stream(counts).sum() == count
            && Arrays.stream(counts).allMatch(c -> c >= 0);
    if (!fits) {
      throw node.broken("vectors_per_class, coefficients and rho differ in size");
    }
    Machines.votes(made, rows, counts, rho, false);
    return new Form.Label(Sums.identity(made.current(), made.size()), false);
  }

  private Form regressor(ClassicalGraph made, double[][] rows, double[] rho) throws ShapeException {
    if (node.integer("one_class", 0) == 0) {
      made.affine(rows, rho);
      return Sums.identity(made.current(), made.size());
    }
    double[] turned = Arrays.stream(rows[0]).map(v -> -v).toArray();
    made.affine(new double[][] {turned}, new double[] {-rho[0]}).above(0);
    return new Form.Label(Sums.identity(made.current(), made.size()), false);
  }
}
