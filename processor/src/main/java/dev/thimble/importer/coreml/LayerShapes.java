package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Pad;
import dev.thimble.importer.coreml.schema.WeightParams;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What moves elements of tensors of any rank: the later layers. */
final class LayerShapes {
  private LayerShapes() {}

  static void constant(LayerStep step) throws Problem {
    var constant = step.layer().getLoadConstant();
    give(step, constant.getData(), constant.getShapeList());
  }

  static void constantAny(LayerStep step) throws Problem {
    var constant = step.layer().getLoadConstantND();
    give(step, constant.getData(), constant.getShapeList());
  }

  private static void give(LayerStep step, WeightParams data, List<Long> extents) throws Problem {
    step.give(step.constant(data, extents));
  }

  static void reshape(LayerStep step) throws Problem {
    step.give(reshaped(step, step.layer().getReshapeStatic().getTargetShapeList()));
  }

  static void reshapePreserving(LayerStep step) throws Problem {
    step.give(reshaped(step, step.layer().getRankPreservingReshape().getTargetShapeList()));
  }

  private static Tensor reshaped(LayerStep step, List<Long> target) throws Problem {
    List<Integer> narrow = target.stream().map(LayerMovements::narrow).toList();
    return ProgramMovements.reshaped(step.network(), step.input(), narrow);
  }

  static void transpose(LayerStep step) throws Problem {
    Tensor x = step.input();
    step.give(
        step.movements()
            .transpose(x, axes(step.network(), step.layer().getTranspose().getAxesList(), x)));
  }

  private static List<Integer> axes(Network network, List<Long> given, Tensor x) throws Problem {
    List<Integer> axes = new ArrayList<>();
    for (long axis : given) {
      axes.add(network.axis(axis, x.rank()));
    }
    return axes;
  }

  static void squeeze(LayerStep step) throws Problem {
    Tensor x = step.input();
    var squeeze = step.layer().getSqueeze();
    step.give(
        step.movements()
            .squeeze(
                x,
                squeeze.getSqueezeAll()
                    ? ProgramMovements.ones(x)
                    : axes(step.network(), squeeze.getAxesList(), x)));
  }

  static void expand(LayerStep step) throws Problem {
    List<Integer> axes =
        step.layer().getExpandDims().getAxesList().stream().map(LayerMovements::narrow).toList();
    step.give(ProgramMovements.expanded(step.network(), step.input(), axes));
  }

  static void flatten(LayerStep step) throws Problem {
    Tensor x = step.input();
    int axis = step.network().axis(step.layer().getFlattenTo2D().getAxis(), x.rank());
    step.give(step.movements().flatten(x, axis));
  }

  static void concat(LayerStep step) throws Problem {
    List<Tensor> parts = step.inputs();
    if (step.layer().getConcatND().getInterleave()) {
      throw step.network().unsupported("joining interleaved", "Join end to end.");
    }
    int axis = step.network().axis(step.layer().getConcatND().getAxis(), parts.get(0).rank());
    step.give(step.movements().concat(parts, axis));
  }

  static void stack(LayerStep step) throws Problem {
    List<Tensor> parts = new ArrayList<>();
    int axis = 0;
    for (Tensor part : step.inputs()) {
      axis = step.network().axis(step.layer().getStack().getAxis(), part.rank() + 1);
      parts.add(step.movements().unsqueeze(part, List.of(axis)));
    }
    step.give(step.movements().concat(parts, axis));
  }

  static void split(LayerStep step) throws Problem {
    var split = step.layer().getSplitND();
    Tensor x = step.input();
    int axis = step.network().axis(split.getAxis(), x.rank());
    List<Integer> sizes =
        split.getSplitSizesCount() > 0
            ? split.getSplitSizesList().stream().map(LayerMovements::narrow).toList()
            : ProgramMovements.equal(
                step.network(),
                x.extent(axis),
                LayerWindows.small(step.network(), split.getNumSplits(), 1));
    step.give(ProgramMovements.parts(step.network(), x, axis, sizes).toArray(new Tensor[0]));
  }

  static void pad(LayerStep step) throws Problem {
    var pad = step.layer().getConstantPad();
    Tensor x = step.input();
    if (pad.getPadToGivenOutputSizeMode() || pad.getPadAmountsCount() != 2 * x.rank()) {
      throw step.network().unsupported("padding to a size", "Give amounts for all axes.");
    }
    for (int axis = 0; axis < pad.getPadAmountsCount() / 2; axis++) {
      int before = LayerWindows.small(step.network(), pad.getPadAmounts(2 * axis), 0);
      int after = LayerWindows.small(step.network(), pad.getPadAmounts(2 * axis + 1), 0);
      x = step.movements().pad(x, axis, before, after, Pad.Mode.CONSTANT, pad.getValue());
    }
    step.give(x);
  }
}
