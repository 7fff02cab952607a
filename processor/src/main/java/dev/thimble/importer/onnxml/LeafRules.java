package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.ShapeException;
import dev.thimble.importer.classical.ClassicalGraph;
import dev.thimble.importer.classical.TreesBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * What nodes make of the leaves of trees and of functions of one number: isolation forests compare
 * a function of their trees' sum with a constant, which the sum itself may be compared with.
 */
record LeafRules(MlNode node, Operands read, ClassicalGraph made) {
  private static final double FARTHEST = 1e18;

  /** Whether these rules are for what the node reads. */
  static boolean suits(Operands read) {
    return read.forms().stream()
        .anyMatch(f -> f instanceof Leaves || f instanceof Form.Forest || f instanceof Form.Curve);
  }

  /** Which of two the sign of a number says: the second where it is below 0. */
  Form sign() throws Problem, ShapeException {
    return decided(read.get(0), 0, true);
  }

  Form form() throws Problem, ShapeException {
    if (node.kind().equals("LabelEncoder") && read.get(0) instanceof Leaves leaves) {
      return encoded(leaves);
    }
    Folding folding = new Folding(node);
    Optional<DoubleUnaryOperator> one = folding.unary();
    if (one.isPresent()) {
      return function(read.get(0), one.get());
    }
    if (node.kind().equals("Sum") && read.size() > 2) {
      return forest();
    }
    Optional<DoubleBinaryOperator> two = folding.binary();
    if (two.isEmpty() || read.size() != 2) {
      throw read.unread();
    }
    return both(two.get());
  }

  private Form both(DoubleBinaryOperator function) throws Problem, ShapeException {
    Form left = read.get(0);
    Form right = read.get(1);
    if (left instanceof Leaves a && right instanceof Leaves b && a.sameTree(b)) {
      return a.with(b, function);
    }
    if (right instanceof Form.Known known && known.tensor().size() == 1) {
      double c = known.tensor().at(0);
      boolean less = node.kind().equals("Less");
      return !(left instanceof Leaves) && (less || node.kind().equals("Greater"))
          ? decided(left, c, less)
          : function(left, v -> function.applyAsDouble(v, c));
    }
    if (left instanceof Form.Known known && known.tensor().size() == 1) {
      double c = known.tensor().at(0);
      return function(right, v -> function.applyAsDouble(c, v));
    }
    if (node.kind().equals("Add") || node.kind().equals("Sum")) {
      return forest();
    }
    throw read.unread();
  }

  private static Form function(Form form, DoubleUnaryOperator function) {
    if (form instanceof Leaves leaves) {
      return leaves.map(function);
    }
    return form instanceof Form.Curve curve
        ? curve.then(function)
        : new Form.Curve(form, function, Optional.empty());
  }

  private Form forest() throws Problem {
    List<Leaves> trees = new ArrayList<>();
    double bias = 0;
    for (Form form : read.forms()) {
      if (form instanceof Leaves leaves) {
        trees.add(leaves);
      } else if (form instanceof Form.Forest forest) {
        trees.addAll(forest.trees());
        bias += forest.bias();
      } else {
        throw read.unread();
      }
    }
    Sums x = trees.get(0).x();
    for (Leaves tree : trees) {
      if (!tree.x().x().equals(x.x())
          || !Arrays.deepEquals(tree.x().weights(), x.weights())
          || !Arrays.equals(tree.x().bias(), x.bias())) {
        throw node.unsupported("Trees whose leaves are added up ask for the same features.");
      }
    }
    return new Form.Forest(trees, bias);
  }

  /** Numbers of leaves by a table. */
  private Leaves encoded(Leaves leaves) throws Problem {
    double[] keys = numbers("keys");
    double[] values = numbers("values");
    if (keys.length != values.length || keys.length == 0) {
      throw node.unsupported("Tables are read from numbers to numbers.");
    }
    Map<Double, Double> table = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      table.put(keys[i], values[i]);
    }
    double otherwise =
        node.has("default_float")
            ? node.number("default_float", 0)
            : node.integer("default_int64", -1);
    return leaves.map(v -> table.getOrDefault(v, otherwise));
  }

  private double[] numbers(String member) {
    int[] whole = node.integers(member + "_int64s");
    return whole.length > 0
        ? Arrays.stream(whole).asDoubleStream().toArray()
        : node.numbers(member + "_floats");
  }

  /** Two scores, the second larger where a function is below a limit, or above it. */
  private Form decided(Form form, double limit, boolean below) throws Problem, ShapeException {
    Form of = form instanceof Form.Curve curve ? curve.of() : form;
    DoubleUnaryOperator function =
        form instanceof Form.Curve curve ? curve.function() : DoubleUnaryOperator.identity();
    DoubleUnaryOperator off = v -> (function.applyAsDouble(v) - limit) * (below ? -1 : 1);
    return new Form.Label(scores(of, off), false);
  }

  /** Two of one number, of which the second is larger where the function is above 0. */
  private Sums scores(Form of, DoubleUnaryOperator off) throws Problem, ShapeException {
    double limit = crossing(off);
    double sign = off.applyAsDouble(FARTHEST) > 0 ? 1 : -1;
    if (of instanceof Sums sums && sums.rows() == 1) {
      return sums.scaled(new double[] {0, sign}, new double[] {0, -sign * limit});
    }
    if (!(of instanceof Form.Forest forest)) {
      throw read.unread();
    }
    TreesBuilder builder = new TreesBuilder(2);
    forest.trees().forEach(tree -> builder.add(tree.adding(2, 1, sign)));
    new Making(made, node).features(forest.trees().get(0).x());
    made.trees(builder, new double[] {0, sign * (forest.bias() - limit)});
    return Sums.identity(made.current(), made.size());
  }

  /** Where a rising or falling function is 0. */
  private double crossing(DoubleUnaryOperator off) throws Problem {
    double low = -FARTHEST;
    double high = FARTHEST;
    boolean rises = off.applyAsDouble(high) > 0;
    if (rises == off.applyAsDouble(low) > 0) {
      throw node.unsupported("Its answer is always the same.");
    }
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (off.applyAsDouble(middle) > 0 == rises) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return rises ? low : high;
  }

  /** Scores of two classes that are functions of one number, side by side. */
  Form beside() throws Problem, ShapeException {
    if (read.size() == 2
        && read.get(0) instanceof Form.Curve a
        && read.get(1) instanceof Form.Curve b
        && a.of() == b.of()) {
      return scores(a.of(), v -> b.function().applyAsDouble(v) - a.function().applyAsDouble(v));
    }
    throw read.unread();
  }
}
