package dev.thimble.importer.tflite;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Reshape;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Take;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * GATHER with constant indices, and RESIZE_NEAREST_NEIGHBOR, which takes rows and columns: {@code
 * internal/reference/resize_nearest_neighbor.h}, in single precision.
 */
final class TakeImporter implements OperatorImporter {
  static final int GATHER = 36;
  static final int RESIZE_NEAREST_NEIGHBOR = 97;

  private static final int GATHER_OPTIONS = 23;
  private static final int RESIZE_OPTIONS = 74;
  private static final int MAX_EXTENT = 1 << 14;

  @Override
  public void read(Step step) throws Problem {
    step.expect(2, 2, 1);
    Value x = step.input(0);
    if (step.outElement(0) != x.element()) {
      throw step.broken("it turns " + x.element() + " into " + step.outElement(0));
    }
    if (step.operator().code() == GATHER) {
      gather(step, x);
    } else {
      resize(step, x);
    }
  }

  private static void gather(Step step, Value x) throws Problem {
    Options options = step.options(GATHER_OPTIONS);
    int axis = step.axis(options.integer(0, 0), x.shape().rank());
    if (options.integer(1, 0) != 0) {
      step.bind(0, inBatches(step, x, axis, options.integer(1, 0)));
      return;
    }
    List<Integer> indices = new ArrayList<>();
    for (int index : step.integers(1)) {
      indices.add(index);
    }
    Take take = new Take(axis, indices);
    Value taken = step.node(step.name(), take, x.element(), step.out(0).quantization(), x);
    step.bind(0, taken);
  }

  /** Each batch has indices of its own: all axes up to the one in question become one. */
  private static Value inBatches(Step step, Value x, int axis, int written) throws Problem {
    int[] indices = step.integers(1);
    Shape places = step.input(1).shape();
    int batches = written < 0 ? written + places.rank() : written;
    if (batches < 0 || batches > Math.min(axis, places.rank())) {
      throw step.broken(written + " batch axes of indices " + places + " along axis " + axis);
    }
    int each = indices.length;
    for (int i = 0; i < batches; i++) {
      if (places.extent(i) != x.shape().extent(i)) {
        throw step.broken("indices " + places + " for " + x.shape());
      }
      each /= places.extent(i);
    }
    int extent = x.shape().extent(axis);
    int inner = x.shape().stride(axis);
    int rows = x.shape().size() / (extent * inner);
    if ((long) rows * each * inner != step.outShape().elements()) {
      throw step.broken("it makes " + (long) rows * each * inner + " elements");
    }
    step.assembly().model().file().charge((long) rows * each, "too many indices");
    int perBatch = rows / (indices.length / each);
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < rows * each; i++) {
      int row = i / each;
      int index = indices[row / perBatch * each + i % each];
      if (index < 0 || index >= extent) {
        throw step.broken("index " + index + " leaves axis " + axis + " of " + x.shape());
      }
      all.add(row * extent + index);
    }
    Value flat = step.helper("rows", new Reshape(Shape.of(rows * extent, inner)), x);
    return step.node(step.name(), new Take(0, all), x.element(), step.out(0).quantization(), flat);
  }

  private static void resize(Step step, Value x) throws Problem {
    Shape out = step.outShape();
    Windows.expectRank(step, "an input", x, 4);
    if (out.rank() != 4) {
      throw step.broken("a result of " + out);
    }
    if (Math.max(out.extent(1), out.extent(2)) > MAX_EXTENT) {
      throw step.unsupported("a picture of " + out, "Make it smaller.");
    }
    Options options = step.options(RESIZE_OPTIONS);
    Value rows = taken(step, options, "rows", x, 1, out.extent(1));
    Value all = taken(step, options, "columns", rows, 2, out.extent(2));
    step.bind(0, all.isConstant() ? all : step.helper("resized", new Reshape(out), all));
  }

  private static Value taken(
      Step step, Options options, String suffix, Value x, int axis, int extent) throws Problem {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < extent; i++) {
      indices.add(nearest(i, x.shape().extent(axis), extent, options.flag(0), options.flag(1)));
    }
    return step.helper(suffix, new Take(axis, indices), x);
  }

  /** {@code GetNearestNeighbor}. */
  private static int nearest(int at, int in, int out, boolean align, boolean half) {
    float scale = align && out > 1 ? (in - 1) / (float) (out - 1) : in / (float) out;
    float place = (at + (half ? 0.5f : 0.0f)) * scale;
    int index = (int) (align ? Math.floor(place + 0.5) : Math.floor(place));
    return Math.max(0, Math.min(index, in - 1));
  }
}
