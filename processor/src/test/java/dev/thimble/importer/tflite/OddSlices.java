package dev.thimble.importer.tflite;

import dev.thimble.importer.tflite.ModelWriter.Scale;
import java.util.ArrayList;
import java.util.List;

/** STRIDED_SLICE, entry by entry. */
final class OddSlices {
  private static final int BEGIN = 0;
  private static final int END = 1;
  private static final int ELLIPSIS = 2;
  private static final int NEW = 3;
  private static final int SHRINK = 4;

  private final OddModel model;
  private final boolean more;
  private final List<Integer> begin = new ArrayList<>();
  private final List<Integer> end = new ArrayList<>();
  private final List<Integer> stride = new ArrayList<>();
  private final List<Integer> out = new ArrayList<>();
  private final int[] masks = new int[5];

  /** With an ellipsis and new axes, which the desktop's kernel has alone, or without. */
  OddSlices(OddModel model, boolean more) {
    this.model = model;
    this.more = more;
  }

  private void entry(int from, int to, int by) {
    begin.add(from);
    end.add(to);
    stride.add(by);
  }

  private void mark(int mask) {
    masks[mask] |= 1 << begin.size();
  }

  byte[] write() {
    Scale scale = model.scale(0.05);
    int[] shape = model.shape(1, more ? 3 : 4, 5);
    int covered = more ? model.from(0, shape.length - 1) : -1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (axis == covered) {
        mark(ELLIPSIS);
        entry(0, 0, 1);
        out.add(shape[axis]);
      } else {
        axis(shape[axis]);
      }
      if (more && model.from(0, 2) == 0) {
        mark(NEW);
        entry(0, 0, 1);
        out.add(1);
      }
    }
    int x = model.input(scale, shape);
    int[] inputs = {x, integers(begin), integers(end), integers(stride)};
    int y = model.tensor(scale, out.stream().mapToInt(Integer::intValue).toArray());
    return model
        .operator(
            45,
            32,
            o -> {
              for (int mask = 0; mask < masks.length; mask++) {
                o.addInt(mask, masks[mask], 0);
              }
            },
            inputs,
            y)
        .write(y);
  }

  private int integers(List<Integer> values) {
    return model.integers(values.stream().mapToInt(Integer::intValue).toArray());
  }

  private void axis(int extent) {
    int by = model.from(0, 3) == 0 ? -model.from(1, 2) : model.from(1, 2);
    int from = model.from(-extent, extent - 1);
    if (model.from(0, 4) == 0) {
      mark(SHRINK);
      entry(from, from + 1, 1);
      return;
    }
    int first = from < 0 ? from + extent : from;
    if (model.from(0, 2) == 0) {
      mark(BEGIN);
      first = by > 0 ? 0 : extent - 1;
    }
    int count = (by > 0 ? extent - 1 - first : first) / Math.abs(by) + 1;
    int to = model.from(-2, 2);
    if (model.coin()) {
      mark(END);
    } else {
      count = model.from(1, count);
      int stop = first + by * (count - 1) + (by > 0 ? 1 : -1);
      to = stop < 0 ? -extent - 1 : stop;
    }
    entry(from, to, by);
    out.add(count);
  }
}
