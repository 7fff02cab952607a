package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/** CONCATENATION along an axis, and PACK along a new one. */
final class ConcatImporter implements OperatorImporter {
  static final int PACK = 83;

  private static final int CONCATENATION_OPTIONS = 10;
  private static final int PACK_OPTIONS = 59;

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 4096, 1);
    boolean pack = step.operator().code() == PACK;
    Options options = step.options(pack ? PACK_OPTIONS : CONCATENATION_OPTIONS);
    if (!pack) {
      options.noActivation(1);
    }
    int axis = step.axis(options.integer(pack ? 1 : 0, 0), step.outShape().rank());
    Value[] inputs = new Value[step.inputs()];
    for (int i = 0; i < inputs.length; i++) {
      Value input = step.input(i);
      if (input.element() != step.outElement(0)) {
        throw step.broken("it joins " + input.element() + " to " + step.outElement(0));
      }
      inputs[i] = pack ? widened(step, input, axis, i) : input;
    }
    step.emit(new Concat(axis), inputs);
  }

  private static Value widened(Step step, Value input, int axis, int i) throws Problem {
    List<Integer> extents = new ArrayList<>(input.shape().extents());
    if (axis > extents.size()) {
      throw step.broken("axis " + axis + " of " + extents.size());
    }
    extents.add(axis, 1);
    return step.helper("in" + i, new Reshape(new Shape(extents)), input);
  }
}
