package dev.thimble.importer.onnxml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Unary;
import dev.thimble.importer.classical.ClassicalGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one node makes of what it reads. */
record Rules(Forward forward, MlNode node, ClassicalGraph made) {
  static final String READ =
      "Read are ai.onnx.ml's linear models, trees, support vector machines and scalers, and what"
          + " skl2onnx writes for k-means, neighbours, mixtures, naive Bayes, isolation forests and"
          + " perceptrons.";

  Form form() throws Problem, ShapeException {
    return switch (node.kind()) {
      case "Cast", "Identity", "Flatten", "Squeeze", "Unsqueeze", "Softmax", "Transpose" ->
          forward.form(node, 0);
      case "Reshape" -> reshaped();
      case "TreeEnsembleClassifier", "TreeEnsembleRegressor" ->
          new Ensembles(node).form(made, data());
      case "SVMClassifier", "SVMRegressor" -> {
        new Making(made, node).features(data());
        yield new Vectors(node).add(made);
      }
      case "Normalizer" -> normalised();
      case "Relu" -> {
        new Making(made, node).value(data(), Activation.RELU);
        yield Sums.identity(made.current(), made.size());
      }
      case "Tanh" -> curve(Unary.Kind.TANH);
      case "Sigmoid" -> curve(Unary.Kind.SIGMOID);
      case "ArgMax" -> new Form.Label(forward.form(node, 0), false);
      case "ArgMin" -> new Form.Label(forward.form(node, 0), true);
      default -> other();
    };
  }

  /** Numbers in a cube are about to be squared: they are computed before. */
  private Form reshaped() throws Problem, ShapeException {
    boolean cube =
        node.proto().getInputCount() > 1
            && forward.form(node, 1) instanceof Form.Known shape
            && shape.tensor().size() > 2;
    if (!cube || !(forward.form(node, 0) instanceof Sums sums) || sums.isSeparate()) {
      return forward.form(node, 0);
    }
    new Making(made, node).value(sums);
    return Sums.identity(made.current(), made.size());
  }

  /** Sums, or what becomes them when a function is computed. */
  private Sums data() throws Problem, ShapeException {
    Form form = forward.form(node, 0);
    if (form instanceof Sums sums) {
      return sums;
    }
    if (form instanceof Form.Curve curve && curve.kind().isPresent()) {
      return new Making(made, node).function(curve.of(), curve.kind().get());
    }
    throw node.unsupported(READ);
  }

  /** A function of one number may be all that decides; it is computed where it is read. */
  private Form curve(Unary.Kind kind) throws Problem, ShapeException {
    Sums x = data();
    return x.rows() == 1
        ? new Form.Curve(x, new Folding(node).unary().orElseThrow(), Optional.of(kind))
        : new Making(made, node).function(x, kind);
  }

  private Form normalised() throws Problem, ShapeException {
    String norm = node.text("norm", "MAX");
    if (!norm.equals("L2")) {
      throw node.unsupported(
          "Rows are brought to length 1 by their squares (L2), not by " + norm + ".");
    }
    new Making(made, node).value(data());
    made.unit();
    return Sums.identity(made.current(), made.size());
  }

  private Form other() throws Problem, ShapeException {
    List<Form> forms = new ArrayList<>();
    List<MlTensor> known = new ArrayList<>();
    for (int i = 0; i < node.proto().getInputCount() && !node.input(i).isEmpty(); i++) {
      Form form = forward.form(node, i);
      forms.add(form);
      if (form instanceof Form.Known constant) {
        known.add(constant.tensor());
      }
    }
    if (forms.isEmpty()) {
      throw node.unsupported(READ);
    }
    if (known.size() == forms.size()) {
      return new Folding(node).known(known);
    }
    boolean product = node.kind().equals("MatMul") || node.kind().equals("Gemm");
    if (product && forms.get(0) instanceof Form.Curve) {
      forms.set(0, data());
    }
    return ruled(new Operands(node, List.copyOf(forms)));
  }

  /** By the rules for what is read. */
  private Form ruled(Operands read) throws Problem, ShapeException {
    if (NearRules.suits(node, read)) {
      return new NearRules(node, read).form();
    }
    LeafRules leaves = new LeafRules(node, read, made);
    if (node.kind().equals("Sign")) {
      return leaves.sign();
    }
    if (LeafRules.suits(read)) {
      return node.kind().equals("Concat") ? leaves.beside() : leaves.form();
    }
    return node.kind().equals("Sqrt") ? root(read.get(0)) : new SumRules(node, read, made).form();
  }

  private Form root(Form form) throws Problem, ShapeException {
    boolean distances = form instanceof Sums sums && !sums.isLinear();
    // The order of distances is that of their squares.
    return distances ? form : new Making(made, node).function(form, Unary.Kind.SQRT);
  }
}
