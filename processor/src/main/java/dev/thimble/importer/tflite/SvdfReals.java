package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Activation;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Dense;
import dev.thimble.graph.DepthwiseConv2d;
import dev.thimble.graph.ElementType;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reduce;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Slice;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;
import java.util.List;
import java.util.Optional;

/**
 * An SVDF of reals, or of reals with weights of bytes, in parts that are quantised like all others:
 * a dense layer gives the features of this call, a variable keeps those of the calls before, a
 * depthwise convolution weighs them over time. The file's state is empty after a reset, so that its
 * order does not matter.
 */
record SvdfReals(Step step, Value x, int rank, Activation activation) {
  private static final WindowSpec WINDOW = WindowSpec.of(1, 1, 1, 1, WindowSpec.Padding.VALID);

  /** Adds the parts. */
  void read(Value feature, Value time, List<Value> bias, FileTensor kept) throws Problem {
    int filters = feature.shape().extent(0);
    int memory = time.shape().extent(1);
    if (filters % rank != 0
        || time.shape().extent(0) != filters
        || x.shape().elements() != feature.shape().extent(1)
        || kept.shape().elements() != (long) filters * memory) {
      throw step.broken(
          filters + " filters of rank " + rank + " with weights " + time.shape() + " over time");
    }
    Shape row = Shape.of(1, feature.shape().extent(1));
    Value flat = x.shape().equals(row) ? x : part("row", new Reshape(row), x);
    Value features = part("features", new Dense(Activation.NONE), flat, real(feature));
    Value now = part("now", new Reshape(Shape.of(1, 1, 1, filters)), features);
    Value all = memory == 1 ? now : remembered(now, memory, filters, kept);
    Value turned = part("turned", new Transpose(List.of(1, 0)), real(time));
    Value weights = part("over_time", new Reshape(Shape.of(memory, 1, filters)), turned);
    Shape out = Shape.of(1, filters / rank);
    if (rank == 1) {
      Operator sum = new DepthwiseConv2d(WINDOW, activation);
      Value units = part("units", sum, Numbers.list(bias, all, weights));
      step.emit(new Reshape(out), units);
      return;
    }
    Value sums = part("filters", new DepthwiseConv2d(WINDOW, Activation.NONE), all, weights);
    Value apart = part("ranks", new Reshape(Shape.of(1, filters / rank, rank)), sums);
    Value biases =
        bias.isEmpty()
            ? Value.real(
                step.assembly().fresh(step.name() + "_bias"),
                Shape.of(filters / rank),
                new float[filters / rank])
            : bias.get(0);
    Value units = part("sums", new Reduce(Reduce.Kind.SUM, List.of(2), false), apart);
    step.emit(new Binary(Binary.Kind.ADD, activation), units, biases);
  }

  /** The features of this call behind those before; the oldest are forgotten. */
  private Value remembered(Value now, int memory, int filters, FileTensor kept) throws Problem {
    Variables variables = step.assembly().variables();
    String variable = "tensor " + kept.index();
    Shape before = Shape.of(1, memory - 1, 1, filters);
    Value old = variables.read(step, variable, kept.with(before));
    Value all = part("memory", new Concat(1), old, now);
    Slice later = new Slice(List.of(0, 1, 0, 0), List.of(1, 1, 1, 1), before);
    Value next = part("next", later, all);
    variables.assign(step, variable, next);
    return all;
  }

  private Value real(Value weights) throws Problem {
    return step.assembly().numbers().operand(step, x, weights);
  }

  private Value part(String suffix, Operator kind, Value... inputs) throws Problem {
    return step.node(
        step.name() + "_" + suffix, kind, ElementType.FLOAT32, Optional.empty(), inputs);
  }
}
