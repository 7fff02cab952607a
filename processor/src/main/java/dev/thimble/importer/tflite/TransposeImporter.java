package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Operator;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import java.util.List;

/** TRANSPOSE; a reshape where only axes of extent 1 move. */
final class TransposeImporter implements OperatorImporter {
  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.input(0);
    List<Integer> permutation = step.axes(1, x.shape().rank());
    if (permutation.size() != x.shape().rank()) {
      throw step.broken("no permutation of " + x.shape().rank() + " axes");
    }
    List<Integer> moving = permutation.stream().filter(a -> x.shape().extent(a) > 1).toList();
    boolean inOrder = moving.stream().sorted().toList().equals(moving);
    Operator operator =
        inOrder
            ? new Reshape(Shape.of(permutation.stream().mapToInt(x.shape()::extent).toArray()))
            : new Transpose(permutation);
    step.emit(operator, x);
  }
}
