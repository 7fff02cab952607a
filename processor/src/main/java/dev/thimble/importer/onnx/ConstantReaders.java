package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.importer.network.Tensor;
import dev.thimble.importer.onnx.schema.AttributeProto;
import dev.thimble.importer.onnx.schema.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is known while reading. */
final class ConstantReaders {
  private ConstantReaders() {}

  static void constant(Step step) throws Problem {
    Optional<TensorProto> stored = step.constant("value");
    if (stored.isPresent()) {
      step.model().store(step.outputName(0), stored.get());
      if (!StoredTensors.isEmpty(stored.get())) {
        step.give(new StoredTensors(step.model().file(), step.network()).read(stored.get()));
      }
      return;
    }
    step.give(
        number(step)
            .orElseThrow(() -> step.unsupported("a constant of this kind", "Use a tensor.")));
  }

  private static Optional<Tensor> number(Step step) throws Problem {
    Optional<AttributeProto> real = step.attribute("value_float");
    Optional<AttributeProto> integer = step.attribute("value_int");
    List<Integer> integers = step.integers("value_ints", List.of());
    List<Float> reals =
        step.attribute("value_floats").map(AttributeProto::getFloatsList).orElse(List.of());
    if (real.isPresent()) {
      return Optional.of(step.network().constant(Shape.of(), real.get().getF()));
    } else if (integer.isPresent()) {
      return Optional.of(step.network().integers(Shape.of(), integer.get().getI()));
    } else if (!integers.isEmpty()) {
      long[] values = integers.stream().mapToLong(i -> i).toArray();
      return Optional.of(step.network().integers(Shape.of(values.length), values));
    } else if (!reals.isEmpty()) {
      float[] values = new float[reals.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = reals.get(i);
      }
      return Optional.of(step.network().constant(Shape.of(values.length), values));
    }
    return Optional.empty();
  }

  static void ofShape(Step step) throws Problem {
    List<Long> extents = new ArrayList<>();
    for (long extent : step.network().integers(step.input(0))) {
      extents.add(extent);
    }
    Shape shape = step.network().shape(extents);
    Optional<TensorProto> value = step.constant("value");
    StoredTensors stored = new StoredTensors(step.model().file(), step.network());
    Tensor one =
        value.isPresent() ? stored.read(value.get()) : step.network().constant(Shape.of(), 0);
    if (step.network().isInteger(one)) {
      long[] all = new long[shape.size()];
      Arrays.fill(all, step.network().integers(one)[0]);
      step.give(step.network().integers(shape, all));
    } else {
      float[] all = new float[shape.size()];
      Arrays.fill(all, step.network().floats(one)[0]);
      step.give(step.network().constant(shape, all));
    }
  }

  static void shape(Step step) throws Problem {
    Tensor x = step.input(0);
    int rank = x.rank();
    int from = bound(step.integer("start", 0), rank);
    int to = bound(step.integer("end", rank), rank);
    if (to <= from) {
      throw step.unsupported("an empty shape", "Leave it out.");
    }
    long[] extents =
        x.shape().extents().subList(from, to).stream().mapToLong(extent -> extent).toArray();
    step.give(step.network().integers(Shape.of(extents.length), extents));
  }

  private static int bound(long given, int rank) {
    return (int) Math.max(0, Math.min(rank, given < 0 ? given + rank : given));
  }

  static void size(Step step) throws Problem {
    step.give(step.network().integers(Shape.of(), step.input(0).shape().elements()));
  }
}
