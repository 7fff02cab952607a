package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.Machines;
import dev.thimble.importer.coreml.schema.DenseSupportVectors;
import dev.thimble.importer.coreml.schema.Kernel;
import dev.thimble.importer.coreml.schema.SparseNode;
import dev.thimble.importer.coreml.schema.SparseSupportVectors;
import dev.thimble.importer.coreml.schema.SupportVectorClassifier;
import dev.thimble.importer.coreml.schema.SupportVectorRegressor;
import java.util.Arrays;
import java.util.List;

/** Support vector machines, as libsvm keeps them: a vote for each pair of classes. */
record VectorMachines(ModelPackage file, ClassicalGraph graph) {
  private static final int MOST_NUMBERS = 1 << 22;

  void classifier(SupportVectorClassifier model) throws Problem, ShapeException {
    double[][] vectors =
        model.hasDenseSupportVectors()
            ? dense(model.getDenseSupportVectors())
            : sparse(model.getSparseSupportVectors());
    int[] counts =
        model.getNumberOfSupportVectorsPerClassList().stream().mapToInt(c -> c).toArray();
    int classes = counts.length;
    double[][] dual = new double[model.getCoefficientsCount()][];
    for (int row = 0; row < dual.length; row++) {
      dual[row] =
          ClassicalModels.finite(file, "coefficients", model.getCoefficients(row).getAlphaList());
    }
    double[] intercept = ClassicalModels.finite(file, "rho", model.getRhoList());
    for (int pair = 0; pair < intercept.length; pair++) {
      intercept[pair] = -intercept[pair];
    }
    boolean fits =
        classes >= 2
            && dual.length == classes - 1
            && Arrays.stream(dual).allMatch(row -> row.length == vectors.length)
            && Arrays.stream(counts).allMatch(c -> c >= 0)
            && Arrays.stream(counts).asLongStream().sum() == vectors.length
            && intercept.length == classes * (classes - 1) / 2;
    if (!fits) {
      throw file.broken("its support vectors, coefficients and rho differ in size");
    }
    Machines.kernel(kernel(model.getKernel()), vectors, graph);
    Machines.votes(graph, dual, counts, intercept, false);
  }

  void regressor(SupportVectorRegressor model) throws Problem, ShapeException {
    double[][] vectors =
        model.hasDenseSupportVectors()
            ? dense(model.getDenseSupportVectors())
            : sparse(model.getSparseSupportVectors());
    double[] alpha =
        ClassicalModels.finite(file, "coefficients", model.getCoefficients().getAlphaList());
    double[] rho = ClassicalModels.finite(file, "rho", List.of(model.getRho()));
    if (alpha.length != vectors.length) {
      throw file.broken(alpha.length + " coefficients for " + vectors.length + " vectors");
    }
    Machines.kernel(kernel(model.getKernel()), vectors, graph);
    graph.affine(new double[][] {alpha}, new double[] {-rho[0]});
  }

  private Machines.Kernel kernel(Kernel kernel) throws Problem {
    Machines.Kernel read =
        switch (kernel.getKernelCase()) {
          case LINEARKERNEL -> new Machines.Kernel("linear", 1, 0, 1);
          case RBFKERNEL -> new Machines.Kernel("rbf", kernel.getRbfKernel().getGamma(), 0, 1);
          case POLYKERNEL ->
              new Machines.Kernel(
                  "poly",
                  kernel.getPolyKernel().getGamma(),
                  kernel.getPolyKernel().getC(),
                  kernel.getPolyKernel().getDegree());
          case SIGMOIDKERNEL ->
              new Machines.Kernel(
                  "sigmoid",
                  kernel.getSigmoidKernel().getGamma(),
                  kernel.getSigmoidKernel().getC(),
                  1);
          default -> throw file.broken("its support vector machine has no kernel");
        };
    boolean sound =
        Math.abs(read.gamma()) <= Float.MAX_VALUE
            && Math.abs(read.coef0()) <= Float.MAX_VALUE
            && (!read.name().equals("rbf") || read.gamma() > 0)
            && read.degree() <= 16;
    if (!sound) {
      throw file.broken("its kernel has the numbers " + read);
    }
    return read;
  }

  private double[][] dense(DenseSupportVectors vectors) throws Problem {
    double[][] rows = new double[vectors.getVectorsCount()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = ClassicalModels.finite(file, "a vector", vectors.getVectors(row).getValuesList());
      if (rows[row].length != graph.size()) {
        throw file.broken(rows[row].length + " numbers in a vector of " + graph.size());
      }
    }
    return filled(rows);
  }

  /** Indices count from 1, as libsvm's do. */
  private double[][] sparse(SparseSupportVectors vectors) throws Problem {
    if ((long) vectors.getVectorsCount() * graph.size() > MOST_NUMBERS) {
      throw file.broken("it has " + vectors.getVectorsCount() + " support vectors");
    }
    double[][] rows = new double[vectors.getVectorsCount()][graph.size()];
    for (int row = 0; row < rows.length; row++) {
      for (SparseNode node : vectors.getVectors(row).getNodesList()) {
        if (node.getIndex() < 1 || node.getIndex() > graph.size()) {
          throw file.broken("a vector has an element " + node.getIndex());
        }
        rows[row][node.getIndex() - 1] = node.getValue();
      }
      ClassicalModels.finite(file, "a vector", Arrays.stream(rows[row]).boxed().toList());
    }
    return filled(rows);
  }

  private double[][] filled(double[][] rows) throws Problem {
    if (rows.length == 0) {
      throw file.broken("it has no support vectors");
    }
    return rows;
  }
}
