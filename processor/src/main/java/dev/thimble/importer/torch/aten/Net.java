package dev.thimble.importer.torch.aten;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Constant;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Pad;
import dev.thimble.graph.Quantization;
import dev.thimble.graph.Shape;
import dev.thimble.graph.Unary;
import dev.thimble.importer.Array;
import dev.thimble.importer.network.Elements;
import dev.thimble.importer.network.Movements;
import dev.thimble.importer.network.Network;
import dev.thimble.importer.network.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The network that operators add to, in the terms of programs. */
final class Net {
  private final Network network;
  private final Elements elements;
  private final Movements movements;
  private boolean pictures;
  private int calls;

  Net(String file) {
    network = new Network(file);
    elements = new Elements(network);
    movements = new Movements(network);
  }

  Network network() {
    return network;
  }

  /** Says which operator is followed from here on. */
  void at(String operator) {
    network.at(Site.of(operator, calls, "result " + calls));
    calls++;
  }

  /** Says that the tensor was read as (batch, channels, ...). */
  void readPicture(Tensor x) {
    pictures |= !x.isKnown() && x.rank() > 2;
  }

  /** Whether a tensor of (batch, channels, ...) was read as such. */
  boolean readsPictures() {
    return pictures;
  }

  Tensor of(dev.thimble.importer.network.Tensor value) {
    return new Tensor(network, value);
  }

  /** An input; with channels last where the graph is to hold them so, first for operators. */
  Tensor input(String name, List<Integer> extents, boolean channelsLast) throws Problem {
    if (!channelsLast || extents.size() < 3) {
      return of(network.input(name, shape(extents)));
    }
    List<Integer> held = new ArrayList<>(extents);
    Collections.rotate(held.subList(1, held.size()), -1);
    List<Integer> axes = new ArrayList<>(IntStream.range(0, held.size()).boxed().toList());
    Collections.rotate(axes.subList(1, axes.size()), 1);
    return of(movements.transpose(network.input(name, shape(held)), axes));
  }

  Shape shape(List<Integer> extents) throws Problem {
    return network.shape(extents.stream().map(Integer::longValue).toList());
  }

  /** A tensor from the file; integers with a meaning stay integers. */
  Tensor constant(Array array, Optional<Quantization> meaning) throws Problem {
    if (meaning.isPresent() && array.data() instanceof Constant.Integers integers) {
      return of(elements.weights(shape(array.extents()), integers.values(), meaning.get()));
    }
    return of(network.constant(shape(array.extents()), array.floats()));
  }

  Tensor number(double value) {
    return of(network.constant(Shape.of(), (float) value));
  }

  Tensor filled(List<Integer> extents, double value) throws Problem {
    float[] data = new float[shape(extents).size()];
    Arrays.fill(data, (float) value);
    return of(network.constant(shape(extents), data));
  }

  Graph finish(List<Tensor> outputs) throws Problem {
    return network.finish(outputs.stream().map(Tensor::value).toList());
  }

  Tensor unary(Unary.Kind kind, Tensor x) throws Problem {
    return of(elements.unary(kind, x.value()));
  }

  Tensor binary(Binary.Kind kind, Tensor a, Tensor b) throws Problem {
    return of(elements.binary(kind, a.value(), b.value()));
  }

  Tensor binary(Binary.Kind kind, Tensor a, double b) throws Problem {
    return of(elements.binary(kind, a.value(), b));
  }

  Tensor clamp(Tensor x, double low, double high) throws Problem {
    return of(elements.clip(x.value(), low, high));
  }

  Tensor reshape(Tensor x, List<Integer> extents) throws Problem {
    return of(movements.reshape(x.value(), shape(extents)));
  }

  Tensor permute(Tensor x, List<Integer> axes) throws Problem {
    return of(movements.transpose(x.value(), axes));
  }

  Tensor slice(Tensor x, int axis, int begin, int step, int count) throws Problem {
    return of(movements.slice(x.value(), axis, begin, count, step));
  }

  Tensor take(Tensor x, int axis, List<Integer> indices) throws Problem {
    return of(movements.take(x.value(), axis, indices));
  }

  Tensor concat(List<Tensor> parts, int axis) throws Problem {
    return of(movements.concat(parts.stream().map(Tensor::value).toList(), axis));
  }

  Tensor expand(Tensor x, List<Integer> extents) throws Problem {
    return of(movements.expand(x.value(), shape(extents)));
  }

  /** Elements around axes; negative numbers cut off. */
  Tensor pad(Tensor x, List<Integer> before, List<Integer> after, String mode, double value)
      throws Problem {
    Tensor result = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      int first = before.get(axis);
      int last = after.get(axis);
      if (first != 0 || last != 0) {
        result = padded(result, axis, first, last, mode, value);
      }
    }
    return result;
  }

  private Tensor padded(Tensor x, int axis, int before, int after, String mode, double value)
      throws Problem {
    if (mode.equals("constant")) {
      return of(movements.pad(x.value(), axis, before, after, value));
    } else if (mode.startsWith("reflect")) {
      return of(movements.pad(x.value(), axis, before, after, Pad.Mode.REFLECT, 0));
    }
    int extent = x.extent(axis);
    if (!mode.startsWith("replic") || before < 0 || after < 0 || before + (long) after > 1 << 12) {
      throw network.unsupported("the padding " + mode, "Use constant, reflect or replicate.");
    }
    List<Integer> indices =
        IntStream.range(-before, extent + after)
            .map(i -> Math.max(0, Math.min(extent - 1, i)))
            .boxed()
            .toList();
    return take(x, axis, indices);
  }
}
