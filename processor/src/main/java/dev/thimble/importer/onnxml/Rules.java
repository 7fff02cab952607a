package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Metric;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.onnx.schema.GraphProto;
import dev.thimble.importer.onnx.schema.NodeProto;
import java.util.Arrays;
import java.util.List;

/** What one node makes of what it reads. */
record Rules(Forward forward, MlNode node, ClassicalGraph made) {
  private static final String READ =
      "Read are ai.onnx.ml's linear models, trees, support vector machines and scalers, and what"
          + " skl2onnx writes for k-means, neighbours and perceptrons.";

  Form form() throws Problem, ShapeException {
    return switch (node.kind()) {
      case "Cast",
          "Identity",
          "Reshape",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Softmax",
          "Transpose" ->
          forward.form(node, 0);
      case "Sqrt" -> root();
      case "LinearClassifier", "LinearRegressor" -> linear();
      case "TreeEnsembleClassifier", "TreeEnsembleRegressor" -> {
        new Making(made, node).features(data(0));
        yield new Ensembles(node).add(made);
      }
      case "SVMClassifier", "SVMRegressor" -> {
        new Making(made, node).features(data(0));
        yield new Vectors(node).add(made);
      }
      case "Scaler" -> scaled(data(0), node.numbers("offset"), node.numbers("scale"));
      case "MatMul" -> product(data(0), known(1).rows(), 1, false);
      case "Gemm" -> gemm();
      case "ReduceSumSquare" -> squares();
      case "Add", "Sum", "Sub", "Mul", "Div" -> binary();
      case "Neg" -> times(data(0), new MlTensor(List.of(), new double[] {-1}), false);
      case "Relu" -> {
        new Making(made, node).value(data(0), Activation.RELU);
        yield Form.Sums.identity(made.current(), made.size());
      }
      case "Tanh" -> forward.function(node, data(0), Unary.Kind.TANH);
      case "Sigmoid" -> forward.function(node, data(0), Unary.Kind.SIGMOID);
      case "ArgMax" -> new Form.Label(forward.form(node, 0), false);
      case "ArgMin" -> new Form.Label(forward.form(node, 0), true);
      default -> neighbours();
    };
  }

  private Form root() throws Problem, ShapeException {
    Form form = forward.form(node, 0);
    boolean distances = form instanceof Form.Sums sums && sums.square() > 0;
    // The order of distances is that of their squares.
    return distances || form instanceof Form.Far
        ? form
        : forward.function(node, form, Unary.Kind.SQRT);
  }

  private Form.Sums data(int position) throws Problem {
    if (forward.form(node, position) instanceof Form.Sums sums) {
      return sums;
    }
    throw node.unsupported(READ);
  }

  private MlTensor known(int position) throws Problem {
    if (forward.form(node, position) instanceof Form.Known known) {
      return known.tensor();
    }
    throw node.unsupported("Its input " + position + " is not constant.");
  }

  private Form linear() throws Problem {
    Form.Sums x = data(0);
    double[] flat = node.numbers("coefficients");
    int columns = x.rows();
    double[] intercepts = node.numbers("intercepts");
    if (flat.length == 0 || flat.length % columns != 0) {
      throw node.broken(flat.length + " coefficients for " + columns + " features");
    }
    double[][] rows = new double[flat.length / columns][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(flat, r * columns, (r + 1) * columns));
    Form.Sums sums = product(x, turned(rows), 1, false);
    if (intercepts.length > 0) {
      sums = plus(sums, intercepts, 1);
    }
    boolean classes = node.kind().equals("LinearClassifier");
    if (classes && rows.length == 1) {
      // The one row is the second class's.
      double[][] two = {new double[x.columns()], sums.weights()[0]};
      sums = new Form.Sums(sums.x(), 0, two, new double[] {0, sums.bias()[0]});
    }
    return classes ? new Form.Label(sums, false) : sums;
  }

  private static double[][] turned(double[][] rows) {
    double[][] turned = new double[rows[0].length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < turned.length; j++) {
        turned[j][i] = rows[i][j];
      }
    }
    return turned;
  }

  /** {@code factor * x * matrix}, where the matrix is [in, out]. */
  private Form.Sums product(Form.Sums x, double[][] matrix, double factor, boolean turn)
      throws Problem {
    double[][] columns = turn ? matrix : turned(matrix);
    if (x.square() != 0 || columns[0].length != x.rows()) {
      throw node.broken(columns[0].length + " weights for " + x.rows() + " numbers");
    }
    double[][] weights = new double[columns.length][x.columns()];
    double[] bias = new double[columns.length];
    for (int row = 0; row < columns.length; row++) {
      for (int i = 0; i < x.rows(); i++) {
        double w = factor * columns[row][i];
        bias[row] += w * x.bias()[i];
        for (int k = 0; k < x.columns() && w != 0; k++) {
          weights[row][k] += w * x.weights()[i][k];
        }
      }
    }
    return new Form.Sums(x.x(), 0, weights, bias);
  }

  private Form.Sums scaled(Form.Sums x, double[] offset, double[] scale) throws Problem {
    double[] negative = Arrays.stream(offset).map(v -> -v).toArray();
    Form.Sums shifted = offset.length == 0 ? x : plus(x, negative, 1);
    return scale.length == 0
        ? shifted
        : times(shifted, new MlTensor(List.of((long) scale.length), scale), false);
  }

  private Form gemm() throws Problem, ShapeException {
    if (node.integer("transA", 0) != 0) {
      throw node.unsupported("transA is not read.");
    }
    boolean turn = node.integer("transB", 0) != 0;
    Form.Sums sums = product(data(0), known(1).rows(), node.number("alpha", 1), turn);
    if (node.input(2).isEmpty()) {
      return sums;
    }
    double beta = node.number("beta", 1);
    return forward.form(node, 2) instanceof Form.Known c
        ? plus(sums, c.tensor().data(), beta)
        : both(sums, times(data(2), new MlTensor(List.of(), new double[] {beta}), false), 1);
  }

  private Form squares() throws Problem {
    Form.Sums x = data(0);
    boolean own =
        x.isDiagonal()
            && Arrays.deepEquals(x.weights(), Form.Sums.identity("", x.rows()).weights());
    if (!own || Arrays.stream(x.bias()).anyMatch(b -> b != 0)) {
      throw node.unsupported("Squares are read of what the graph has as it is.");
    }
    return new Form.Sums(x.x(), 1, new double[1][x.columns()], new double[1]);
  }

  private Form binary() throws Problem, ShapeException {
    Form left = forward.form(node, 0);
    Form right = node.proto().getInputCount() > 1 ? forward.form(node, 1) : left;
    boolean sum = node.kind().equals("Add") || node.kind().equals("Sum");
    if (node.proto().getInputCount() != 2) {
      throw node.unsupported(READ);
    }
    if (left instanceof Form.Sums x && right instanceof Form.Known c) {
      return switch (node.kind()) {
        case "Mul", "Div" -> times(x, c.tensor(), node.kind().equals("Div"));
        case "Sub" -> plus(x, c.tensor().data(), -1);
        default -> plus(x, c.tensor().data(), 1);
      };
    }
    if (left instanceof Form.Known c && right instanceof Form.Sums x) {
      if (sum) {
        return plus(x, c.tensor().data(), 1);
      }
      if (node.kind().equals("Mul")) {
        return times(x, c.tensor(), false);
      }
    }
    if (left instanceof Form.Sums a && right instanceof Form.Sums b && !node.kind().equals("Mul")) {
      if (!node.kind().equals("Div")) {
        return both(a, b, sum ? 1 : -1);
      }
    }
    if (left instanceof Form.Votes && node.kind().equals("Div")) {
      return left;
    }
    throw node.unsupported(READ);
  }

  private static Form.Sums times(Form.Sums x, MlTensor factors, boolean divide) {
    double[][] weights = new double[x.rows()][];
    double[] bias = new double[x.rows()];
    double square = x.square() * (divide ? 1 / factors.at(0) : factors.at(0));
    for (int row = 0; row < weights.length; row++) {
      double factor = divide ? 1 / factors.at(row) : factors.at(row);
      weights[row] = Arrays.stream(x.weights()[row]).map(w -> w * factor).toArray();
      bias[row] = x.bias()[row] * factor;
    }
    return new Form.Sums(x.x(), square, weights, bias);
  }

  /** Adds numbers to each row; one row is repeated for as many numbers as there are. */
  private Form.Sums plus(Form.Sums x, double[] more, double sign) throws Problem {
    int rows = Math.max(x.rows(), more.length);
    if ((x.rows() != rows && x.rows() != 1) || (more.length != rows && more.length != 1)) {
      throw node.broken(more.length + " numbers are added to " + x.rows());
    }
    double[][] weights = new double[rows][];
    double[] bias = new double[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = x.weights()[x.rows() == 1 ? 0 : row];
      bias[row] = x.bias()[x.rows() == 1 ? 0 : row] + sign * more[more.length == 1 ? 0 : row];
    }
    return new Form.Sums(x.x(), x.square(), weights, bias);
  }

  private Form.Sums both(Form.Sums a, Form.Sums b, double sign) throws Problem {
    if (!a.x().equals(b.x()) || a.columns() != b.columns()) {
      throw node.unsupported(READ);
    }
    Form.Sums wide = plus(a, new double[Math.max(a.rows(), b.rows())], 1);
    Form.Sums other = plus(b, new double[wide.rows()], 1);
    double[][] weights = new double[wide.rows()][wide.columns()];
    double[] bias = new double[wide.rows()];
    for (int row = 0; row < bias.length; row++) {
      bias[row] = wide.bias()[row] + sign * other.bias()[row];
      for (int k = 0; k < wide.columns(); k++) {
        weights[row][k] = wide.weights()[row][k] + sign * other.weights()[row][k];
      }
    }
    return new Form.Sums(a.x(), wide.square() + sign * other.square(), weights, bias);
  }

  /** The steps of nearest neighbours, as skl2onnx writes them. */
  private Form neighbours() throws Problem {
    switch (node.kind()) {
      case "Scan", "CDist" -> {
        return far();
      }
      case "TopK" -> {
        if (forward.form(node, 0) instanceof Form.Far far && node.integer("largest", 1) == 0) {
          return new Form.Near(far, (int) known(1).at(0), new double[0]);
        }
      }
      case "ArrayFeatureExtractor", "Gather" -> {
        if (forward.form(node, 1) instanceof Form.Near near) {
          return new Form.Near(near.from(), near.count(), known(0).data());
        }
      }
      case "Equal" -> {
        if (forward.form(node, 0) instanceof Form.Near near && near.list().length > 0) {
          return new Form.Votes(near, known(1).data());
        }
      }
      case "ReduceSum", "ReduceMean" -> {
        return forward.form(node, 0);
      }
      case "Concat" -> {
        return concat();
      }
      default -> {
        // Fall through to the message.
      }
    }
    throw node.unsupported(READ);
  }

  private Form far() throws Problem {
    boolean scan = node.kind().equals("Scan");
    MlTensor points = known(1);
    List<String> body =
        node.graph("body").map(GraphProto::getNodeList).orElse(List.of()).stream()
            .map(NodeProto::getOpType)
            .toList();
    String named = node.text("metric", "euclidean");
    boolean manhattan =
        scan ? body.contains("Abs") : named.contains("block") || named.equals("manhattan");
    boolean euclidean = scan ? body.contains("ReduceSumSquare") : named.contains("euclidean");
    if (!manhattan && !euclidean) {
      throw node.unsupported("Distances are read where they are Euclidean or Manhattan's.");
    }
    return new Form.Far(data(0), points.rows(), manhattan ? Metric.MANHATTAN : Metric.EUCLIDEAN);
  }

  private Form concat() throws Problem {
    Form.Near near = null;
    double[] classes = new double[node.proto().getInputCount()];
    for (int i = 0; i < classes.length; i++) {
      if (!(forward.form(node, i) instanceof Form.Votes votes) || votes.classes().length != 1) {
        throw node.unsupported(READ);
      }
      near = votes.near();
      classes[i] = votes.classes()[0];
    }
    if (near == null) {
      throw node.unsupported(READ);
    }
    return new Form.Votes(near, classes);
  }
}
