package dev.thimble.quantize;

import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Recurrence;
import dev.thimble.graph.Shape;
import java.util.List;

/**
 * A recurrent layer step by step, in whatever numbers; states begin at 0 and are kept if so said.
 */
abstract class RecurrentRun implements RealKernel {
  final Recurrence layer;
  final int inputs;
  final int units;
  private final int steps;

  RecurrentRun(Graph graph, Node node) {
    layer = (Recurrence) node.operator();
    Shape x = graph.in(node, 0).shape();
    steps = x.extent(-2);
    inputs = x.extent(-1);
    units = Recurrence.units(graph.in(node, Recurrence.RECURRENT).shape());
  }

  @Override
  public final float[] run(List<float[]> read) {
    float[] out = new float[(layer.sequence() ? steps : 1) * units];
    begin();
    for (int step = 0; step < steps; step++) {
      int at = at(step);
      next(read, at);
      show(out, layer.sequence() ? at : 0);
    }
    return out;
  }

  /** What was shown before each step, in the order of the steps. */
  final float[] before(List<float[]> read) {
    float[] before = new float[steps * units];
    begin();
    for (int step = 0; step < steps; step++) {
      show(before, step);
      next(read, at(step));
    }
    return before;
  }

  private void begin() {
    if (!layer.stateful()) {
      reset();
    }
  }

  private int at(int step) {
    return layer.backwards() ? steps - 1 - step : step;
  }

  private void show(float[] into, int row) {
    for (int unit = 0; unit < units; unit++) {
      into[row * units + unit] = shown(unit);
    }
  }

  /** All states after a step. */
  abstract void next(List<float[]> read, int step);

  /** What the layer gives of a unit's state. */
  abstract float shown(int unit);
}
