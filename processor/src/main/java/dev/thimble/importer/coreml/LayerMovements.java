package dev.thimble.importer.coreml;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Shape;
import dev.thimble.importer.coreml.schema.FlattenLayerParams;
import dev.thimble.importer.coreml.schema.ReshapeLayerParams;
import dev.thimble.importer.coreml.schema.SliceLayerParams;
import dev.thimble.importer.coreml.schema.SliceStaticLayerParams;
import dev.thimble.importer.coreml.schema.UpsampleLayerParams;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What moves elements of pictures, or sees them in another shape: the older layers. */
final class LayerMovements {
  private LayerMovements() {}

  static void copy(LayerStep step) throws Problem {
    step.give(step.input());
  }

  /** Elements in the order of channels, rows and columns, or with channels last. */
  static void flatten(LayerStep step) throws Problem {
    boolean last =
        step.layer().getFlatten().getMode() == FlattenLayerParams.FlattenOrder.CHANNEL_LAST;
    Tensor x = last ? channelsLast(step, step.input()) : step.input();
    step.give(step.movements().reshape(x, Shape.of(1, x.shape().size(), 1, 1)));
  }

  private static Tensor channelsLast(LayerStep step, Tensor x) throws Problem {
    List<Integer> order = x.rank() == 4 ? List.of(0, 2, 3, 1) : List.of();
    return step.movements().transpose(x, order);
  }

  static void reshape(LayerStep step) throws Problem {
    ReshapeLayerParams reshape = step.layer().getReshape();
    List<Long> target = new ArrayList<>(reshape.getTargetShapeList());
    if (target.size() == 3) {
      target.add(0, 1L);
    }
    Tensor x = step.input();
    Shape shape = step.network().shape(target);
    if (reshape.getMode() != ReshapeLayerParams.ReshapeOrder.CHANNEL_LAST) {
      step.give(step.movements().reshape(x, shape));
      return;
    }
    if (shape.rank() != 4) {
      throw step.network().broken("it makes " + shape);
    }
    Shape last = Shape.of(shape.extent(0), shape.extent(2), shape.extent(3), shape.extent(1));
    Tensor reshaped = step.movements().reshape(channelsLast(step, x), last);
    step.give(step.movements().transpose(reshaped, List.of(0, 3, 1, 2)));
  }

  static void permute(LayerStep step) throws Problem {
    Tensor x = step.input();
    List<Integer> order = new ArrayList<>();
    for (long axis : step.layer().getPermute().getAxisList()) {
      order.add(step.network().axis(axis, x.rank()));
    }
    step.give(step.movements().transpose(x, order));
  }

  static void concat(LayerStep step) throws Problem {
    List<Tensor> parts = step.inputs();
    if (step.layer().getConcat().getSequenceConcat()) {
      throw step.network().unsupported("joining sequences", "Join channels.");
    }
    step.give(step.movements().concat(parts, step.channelAxis(parts.get(0))));
  }

  static void split(LayerStep step) throws Problem {
    Tensor x = step.input();
    int axis = step.channelAxis(x);
    int count = LayerWindows.small(step.network(), step.layer().getSplit().getNOutputs(), 1);
    List<Integer> sizes = ProgramMovements.equal(step.network(), x.extent(axis), count);
    step.give(ProgramMovements.parts(step.network(), x, axis, sizes).toArray(new Tensor[0]));
  }

  static void slice(LayerStep step) throws Problem {
    SliceLayerParams slice = step.layer().getSlice();
    Tensor x = step.input();
    int axis =
        switch (slice.getAxis()) {
          case HEIGHT_AXIS -> -2;
          case WIDTH_AXIS -> -1;
          default -> -3;
        };
    int front = step.network().axis(axis, x.rank());
    long end =
        slice.getEndIndex() < 0 ? slice.getEndIndex() + x.extent(front) + 1 : slice.getEndIndex();
    step.give(
        ProgramSlices.cut(
            step.network(),
            x,
            front,
            narrow(slice.getStartIndex()),
            narrow(end),
            LayerWindows.small(step.network(), slice.getStride(), 1)));
  }

  static int narrow(long number) {
    return (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, number));
  }

  /** Each axis from begin to end by strides. */
  static void sliceStatic(LayerStep step) throws Problem {
    SliceStaticLayerParams slice = step.layer().getSliceStatic();
    Network network = step.network();
    Tensor x = step.input();
    List<Integer> gone = new ArrayList<>();
    boolean sound =
        slice.getBeginIdsCount() == x.rank()
            && slice.getEndIdsCount() == x.rank()
            && slice.getStridesCount() == x.rank();
    if (!sound) {
      throw network.broken("it slices " + x.shape());
    }
    for (int axis = 0; axis < slice.getBeginIdsCount(); axis++) {
      boolean squeezed = axis < slice.getSqueezeMasksCount() && slice.getSqueezeMasks(axis);
      boolean open = axis < slice.getBeginMasksCount() && slice.getBeginMasks(axis);
      boolean whole = axis < slice.getEndMasksCount() && slice.getEndMasks(axis);
      int begin = open ? Integer.MIN_VALUE : narrow(slice.getBeginIds(axis));
      int end = whole ? Integer.MIN_VALUE : narrow(slice.getEndIds(axis));
      if (squeezed) {
        begin = begin < 0 && !open ? begin + x.extent(axis) : begin;
        end = Math.max(0, begin) + 1;
        gone.add(axis);
      }
      x = ProgramSlices.cut(network, x, axis, begin, end, narrow(slice.getStrides(axis)));
    }
    step.give(gone.isEmpty() ? x : step.movements().squeeze(x, gone));
  }

  static void crop(LayerStep step) throws Problem {
    if (step.inputs().size() != 1) {
      throw step.network().unsupported("a crop to another tensor's size", "Give amounts.");
    }
    Tensor x = step.input();
    for (int i = 0; i < 2; i++) {
      int[] edges = LayerWindows.edges(step.network(), step.layer().getCrop().getCropAmounts(), i);
      int axis = step.network().axis(i - 2L, x.rank());
      x = ProgramSlices.cut(step.network(), x, axis, edges[0], x.extent(axis) - edges[1], 1);
    }
    step.give(x);
  }

  static void padding(LayerStep step) throws Problem {
    var padding = step.layer().getPadding();
    if (padding.hasReplication()) {
      throw step.network().unsupported("padding by replication", "Pad with a constant.");
    }
    Pad.Mode mode = padding.hasReflection() ? Pad.Mode.REFLECT : Pad.Mode.CONSTANT;
    Tensor x = step.input();
    for (int i = 0; i < 2; i++) {
      int[] edges = LayerWindows.edges(step.network(), padding.getPaddingAmounts(), i);
      int axis = step.network().axis(i - 2L, x.rank());
      x = step.movements().pad(x, axis, edges[0], edges[1], mode, padding.getConstant().getValue());
    }
    step.give(x);
  }

  static void upsample(LayerStep step) throws Problem {
    UpsampleLayerParams upsample = step.layer().getUpsample();
    if (upsample.getMode() != UpsampleLayerParams.InterpolationMode.NN
        || upsample.getScalingFactorCount() != 2) {
      throw step.network().unsupported("an interpolation", "Repeat elements by whole factors.");
    }
    Network network = step.network();
    int rows = LayerWindows.small(network, upsample.getScalingFactor(0), 1);
    int columns = LayerWindows.small(network, upsample.getScalingFactor(1), 1);
    Tensor tall = ProgramMovements.repeated(network, step.input(), -2, rows);
    step.give(ProgramMovements.repeated(network, tall, -1, columns));
  }
}
