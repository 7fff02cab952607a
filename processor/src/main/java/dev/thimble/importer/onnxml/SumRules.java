package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.Rows;
import dev.thimble.importer.classical.TreesBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What nodes make of sums: other sums, their squares, and numbers above limits. */
record SumRules(MlNode node, Operands read, ClassicalGraph made) {
  Form form() throws Problem, ShapeException {
    return switch (node.kind()) {
      case "LinearClassifier", "LinearRegressor" -> linear();
      case "Scaler" -> scaler();
      case "MatMul" -> product(1, false);
      case "Gemm" -> gemm();
      case "ReduceSumSquare" -> squares(read.sums(0));
      case "ReduceSum" -> read.sums(0).total();
      case "Neg" -> scaled(new double[] {-1}, new double[] {0});
      case "Pow" -> power();
      case "Greater" -> new Form.Flags(read.sums(0), limits());
      case "Gather", "ArrayFeatureExtractor" -> selected();
      case "Concat" -> beside();
      case "Add", "Sum", "Sub", "Mul", "Div" -> binary();
      default -> throw read.unread();
    };
  }

  private Form linear() throws Problem, ShapeException {
    Sums x = read.sums(0);
    double[] flat = node.numbers("coefficients");
    double[] intercepts = node.numbers("intercepts");
    int columns = x.rows();
    if (flat.length == 0 || flat.length % columns != 0) {
      throw node.broken(flat.length + " coefficients for " + columns + " features");
    }
    double[][] rows = new double[flat.length / columns][];
    Arrays.setAll(rows, r -> Arrays.copyOfRange(flat, r * columns, (r + 1) * columns));
    Sums sums = x.product(rows);
    sums = intercepts.length > 0 ? sums.plus(intercepts) : sums;
    boolean classes = node.kind().equals("LinearClassifier");
    if (classes && rows.length == 1) {
      // The one row is the second class's.
      sums = sums.times(new double[] {0, 1});
    }
    return classes ? new Form.Label(sums, false) : sums;
  }

  private Form scaler() throws Problem, ShapeException {
    double[] offset = node.numbers("offset");
    double[] scale = node.numbers("scale");
    Sums x = read.sums(0);
    Sums shifted = offset.length == 0 ? x : x.plus(negative(offset));
    return scale.length == 0 ? shifted : shifted.times(scale);
  }

  private static double[] negative(double[] numbers) {
    return Arrays.stream(numbers).map(v -> -v).toArray();
  }

  /** What is read times a constant matrix [in, out], or its transpose. */
  private Sums product(int position, boolean transposed) throws Problem, ShapeException {
    double[][] matrix = read.known(position).rows();
    double[][] rows = transposed ? matrix : Rows.transposed(matrix);
    if (!(read.get(0) instanceof Form.Flags flags)) {
      return read.sums(0).product(rows);
    }
    // A number that is above its limit adds its row of weights.
    TreesBuilder builder = new TreesBuilder(rows.length);
    double[][] weights = Rows.transposed(rows);
    if (weights.length != flags.x().rows()) {
      throw node.broken(weights.length + " weights for " + flags.x().rows() + " numbers");
    }
    new Making(made, node).features(flags.x());
    for (int k = 0; k < weights.length; k++) {
      double limit = flags.limits()[k % flags.limits().length];
      builder.add(TreesBuilder.stump(k, limit, new double[rows.length], weights[k]));
    }
    made.trees(builder, new double[rows.length]);
    return Sums.identity(made.current(), made.size());
  }

  private Form gemm() throws Problem, ShapeException {
    if (node.integer("transA", 0) != 0) {
      throw node.unsupported("transA is not read.");
    }
    double alpha = node.number("alpha", 1);
    Sums sums = product(1, node.integer("transB", 0) != 0).times(new double[] {alpha});
    if (read.size() < 3) {
      return sums;
    }
    double beta = node.number("beta", 1);
    return read.get(2) instanceof Form.Known
        ? sums.plus(Arrays.stream(read.known(2).data()).map(v -> beta * v).toArray())
        : sums.with(read.sums(2).times(new double[] {beta}));
  }

  /** The sum of squares: of separate rows again a row, else a length. */
  private static Form squares(Sums x) throws ShapeException {
    if (!x.isSeparate()) {
      return new Form.Norms(List.of(x), new double[] {1}, new double[1]);
    }
    Sums squared = x.squared();
    return new Sums(
            squared.x(), squared.squares(), squared.weights(), squared.bias(), squared.rows())
        .total();
  }

  private Form power() throws Problem {
    Sums x = read.sums(0);
    if (read.known(1).size() != 1 || read.known(1).at(0) != 2 || !x.isSeparate()) {
      throw node.unsupported("Read are squares of numbers of the input.");
    }
    return x.squared();
  }

  private double[] limits() throws Problem {
    double[] limits = read.known(1).data();
    if (read.sums(0).rows() % limits.length != 0) {
      throw node.broken(limits.length + " limits for " + read.sums(0).rows() + " numbers");
    }
    return limits;
  }

  private Form selected() throws Problem, ShapeException {
    int[] indices = Arrays.stream(read.known(1).data()).mapToInt(v -> (int) v).toArray();
    if (node.kind().equals("Gather") && node.integer("axis", 0) != 1) {
      throw node.unsupported("Features are gathered along axis 1.");
    }
    return read.sums(0).select(indices);
  }

  private Form beside() throws Problem, ShapeException {
    List<Sums> parts = new ArrayList<>();
    List<Form.Norms> norms = new ArrayList<>();
    for (Form form : read.forms()) {
      if (form instanceof Sums sums) {
        parts.add(sums);
      } else if (form instanceof Form.Norms norm) {
        norms.add(norm);
      }
    }
    if (parts.size() == read.size()) {
      return Sums.of(parts);
    }
    if (norms.size() < read.size()) {
      throw read.unread();
    }
    return new Form.Norms(
        norms.stream().flatMap(n -> n.parts().stream()).toList(),
        norms.stream().flatMapToDouble(n -> Arrays.stream(n.factors())).toArray(),
        norms.stream().flatMapToDouble(n -> Arrays.stream(n.bias())).toArray());
  }

  private Form binary() throws Problem, ShapeException {
    if (read.size() != 2) {
      throw read.unread();
    }
    Form left = read.get(0);
    Form right = read.get(1);
    if (right instanceof Form.Known) {
      return withConstant(left, read.known(1).data(), false);
    }
    if (left instanceof Form.Known && !node.kind().equals("Div")) {
      return withConstant(right, read.known(0).data(), true);
    }
    Sums a = read.sums(0);
    Sums b = read.sums(1);
    return switch (node.kind()) {
      case "Add", "Sum" -> a.with(b);
      case "Sub" -> a.with(b.times(new double[] {-1}));
      case "Mul" -> {
        if (!a.equals(b) || !a.isSeparate()) {
          throw node.unsupported("Read are squares of numbers of the input.");
        }
        yield a.squared();
      }
      default -> throw read.unread();
    };
  }

  /** The constant stands on the right, or, where {@code turned}, on the left. */
  private Form withConstant(Form form, double[] c, boolean turned) throws Problem, ShapeException {
    double[] one = {1};
    double[] none = {0};
    double[] minus = {-1};
    return switch (node.kind()) {
      case "Mul" -> scaled(form, c, none);
      case "Div" -> scaled(form, Arrays.stream(c).map(v -> 1 / v).toArray(), none);
      case "Sub" -> turned ? scaled(form, minus, c) : scaled(form, one, negative(c));
      default -> scaled(form, one, c);
    };
  }

  private Form scaled(double[] factors, double[] more) throws Problem, ShapeException {
    return scaled(read.get(0), factors, more);
  }

  private Form scaled(Form form, double[] factors, double[] more) throws Problem, ShapeException {
    if (form instanceof Sums sums) {
      return sums.scaled(factors, more);
    }
    if (form instanceof Form.Flags flags
        && Arrays.stream(more).allMatch(v -> v == 0)
        && Arrays.stream(factors).allMatch(v -> v == 1)) {
      return flags;
    }
    if (form instanceof Form.Norms norms) {
      int rows = norms.factors().length;
      if (rows % factors.length != 0 || rows % more.length != 0) {
        throw node.broken(factors.length + " numbers meet " + rows);
      }
      double[] scaled = new double[rows];
      double[] bias = new double[rows];
      for (int row = 0; row < rows; row++) {
        scaled[row] = norms.factors()[row] * factors[row % factors.length];
        bias[row] = norms.bias()[row] * factors[row % factors.length] + more[row % more.length];
      }
      return new Form.Norms(norms.parts(), scaled, bias);
    }
    throw read.unread();
  }
}
