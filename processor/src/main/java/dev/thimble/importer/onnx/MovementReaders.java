package dev.thimble.importer.onnx;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Shape;
import dev.thimble.importer.network.Blocks;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What gives the same elements in other shapes and orders. */
final class MovementReaders {
  private MovementReaders() {}

  static void same(Step step) throws Problem {
    step.give(step.input(0));
  }

  /** Reals stay reals; what is known may become integers. */
  static void cast(Step step) throws Problem {
    Tensor x = step.input(0);
    DataType type =
        DataType.of(Step.narrow(step.integer("to", 0)))
            .orElseThrow(() -> step.network().broken("a cast to no type"));
    boolean known = step.network().isConstant(x);
    if (known && type.isReal() && step.network().isInteger(x)) {
      step.give(step.network().constant(x.shape(), step.network().floats(x).clone()));
    } else if (known && !type.isReal() && !step.network().isInteger(x)) {
      float[] reals = step.network().floats(x);
      long[] integers = new long[reals.length];
      for (int i = 0; i < integers.length; i++) {
        integers[i] = (long) reals[i];
      }
      step.give(step.network().integers(x.shape(), integers));
    } else if (known || type.isReal()) {
      step.give(x);
    } else {
      throw step.unsupported("a cast of computed reals to " + type, "Leave it out.");
    }
  }

  static void reshape(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> wanted =
        step.integers(1, "shape").orElseThrow(() -> step.network().broken("it has no shape"));
    boolean zeros = step.integer("allowzero", 0) != 0;
    List<Long> extents = new ArrayList<>();
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < wanted.size(); axis++) {
      long extent = wanted.get(axis);
      if (extent == 0 && !zeros && axis < x.rank()) {
        extent = x.extent(axis);
      }
      if (extent == -1 && open < 0) {
        open = axis;
        extent = 1;
      }
      extents.add(extent);
      known *= Math.max(1, Math.min(extent, Integer.MAX_VALUE));
      if (known > Integer.MAX_VALUE) {
        throw step.network().broken("a shape of " + wanted);
      }
    }
    if (open >= 0) {
      extents.set(open, x.shape().elements() / known);
    }
    step.give(step.move().reshape(x, step.network().shape(extents)));
  }

  static void flatten(Step step) throws Problem {
    Tensor x = step.input(0);
    long axis = step.integer("axis", 1);
    int from = axis == x.rank() ? x.rank() : step.network().axis(axis, x.rank());
    step.give(step.move().flatten(x, from));
  }

  static void squeeze(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> ones = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.extent(axis) == 1) {
        ones.add(axis);
      }
    }
    List<Integer> given = step.integers(1, "axes").orElse(ones);
    step.give(step.move().squeeze(x, step.axes(given, x.rank())));
  }

  static void unsqueeze(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> given =
        step.integers(1, "axes").orElseThrow(() -> step.network().broken("it has no axes"));
    if (given.size() > 8) {
      throw step.network().broken("it adds " + given.size() + " axes");
    }
    step.give(step.move().unsqueeze(x, step.axes(given, x.rank() + given.size())));
  }

  static void transpose(Step step) throws Problem {
    Tensor x = step.input(0);
    List<Integer> reversed = new ArrayList<>();
    for (int axis = x.rank() - 1; axis >= 0; axis--) {
      reversed.add(axis);
    }
    step.give(
        step.move().transpose(x, step.integers("perm", Collections.unmodifiableList(reversed))));
  }

  static void concat(Step step) throws Problem {
    List<Tensor> parts = step.all();
    step.give(step.move().concat(parts, step.axis("axis", 1, parts.get(0).rank())));
  }

  static void expand(Step step) throws Problem {
    List<Long> extents = new ArrayList<>();
    for (long extent : step.network().integers(step.input(1))) {
      extents.add(extent);
    }
    Tensor x = step.input(0);
    Shape shape = step.network().shape(extents);
    step.give(step.move().expand(x, shape));
  }

  static void depthToSpace(Step step) throws Problem {
    boolean channelsFirst = step.text("mode", "DCR").equals("CRD");
    step.give(
        new Blocks(step.network())
            .toPixels(step.input(0), step.integer("blocksize", 1), channelsFirst));
  }

  static void spaceToDepth(Step step) throws Problem {
    step.give(
        new Blocks(step.network()).toChannels(step.input(0), step.integer("blocksize", 1), false));
  }
}
