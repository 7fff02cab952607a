package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.Optional;

/** SHAPE and RANK: known before anything runs. */
final class ShapeImporter implements OperatorImporter {
  static final int RANK = 110;

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Shape shape = step.input(0).shape();
    boolean rank = step.operator().code() == RANK;
    long[] data =
        rank
            ? new long[] {shape.rank()}
            : shape.extents().stream().mapToLong(Integer::longValue).toArray();
    if (!rank && data.length == 0) {
      throw step.unsupported("the shape of a scalar", "Leave it out.");
    }
    step.bind(
        0,
        new Value(
            step.name(),
            step.outElement(0),
            rank ? Shape.of() : Shape.of(data.length),
            Optional.empty(),
            Optional.of(new Constant.Integers(data))));
  }
}
