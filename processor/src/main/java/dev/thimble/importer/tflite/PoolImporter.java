package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Pool2d;
import dev.thimble.graph.Value;
import dev.thimble.graph.WindowSpec;

/** AVERAGE_POOL_2D and MAX_POOL_2D. */
final class PoolImporter implements OperatorImporter {
  private static final int OPTIONS = 5;

  private final Pool2d.Kind kind;

  PoolImporter(Pool2d.Kind kind) {
    this.kind = kind;
  }

  @Override
  public void read(Step step) throws Problem {
    step.expect(1, 1, 1);
    Value x = step.activation(0);
    step.assembly().numbers().same(step, x);
    Windows.expectRank(step, "an input", x, 4);
    Options options = step.options(OPTIONS);
    WindowSpec window = Windows.strided(step, options, 1, 1);
    int width = options.positive("the window's width", 3, 0);
    int height = options.positive("the window's height", 4, 0);
    step.emit(new Pool2d(kind, height, width, window, options.activation(5)), x);
  }
}
