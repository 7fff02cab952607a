package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Concat;
import dev.thimble.graph.Shape;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Take;
import dev.thimble.graph.Transpose;
import dev.thimble.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Layers that move elements, or only see them in another shape. */
final class ShapeLayers {
  private static final int MOST_COPIES = 1 << 16;

  private ShapeLayers() {}

  static Value concatenate(LayerCall call) throws Problem, ShapeException {
    if (call.inputs().isEmpty()) {
      throw call.broken("it joins nothing");
    }
    int rank = call.inputs().get(0).shape().rank();
    int axis = call.axis(call.config().integer("axis", -1), rank);
    return call.node(new Concat(axis), call.inputs().toArray(Value[]::new));
  }

  static Value flatten(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    if (!call.config().text("data_format", "channels_last").equals("channels_last")) {
      throw call.unsupported("data_format channels_first", "Train with channels_last.");
    }
    return call.reshape(x, Shape.of(x.shape().size()));
  }

  /** One extent may be -1: what remains. */
  static Value reshape(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    List<Integer> target = new ArrayList<>(call.config().integers("target_shape"));
    long known = 1;
    for (int extent : target) {
      known = Math.multiplyExact(known, extent == -1 ? 1 : extent);
    }
    int open = target.indexOf(-1);
    if (open >= 0 && known > 0 && x.shape().size() % known == 0) {
      target.set(open, (int) (x.shape().size() / known));
    }
    if (target.stream().anyMatch(e -> e < 1)) {
      throw call.broken("it makes " + target + " of " + x.shape());
    }
    return call.reshape(x, new Shape(target));
  }

  static Value permute(LayerCall call) throws Problem, ShapeException {
    Value x = call.input();
    List<Integer> dims = call.config().integers("dims");
    List<Integer> sorted = dims.stream().sorted().toList();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 1; axis <= x.shape().rank(); axis++) {
      axes.add(axis);
    }
    if (!sorted.equals(axes)) {
      throw call.broken("it orders the axes of " + x.shape() + " as " + dims);
    }
    return call.node(new Transpose(dims.stream().map(d -> d - 1).toList()), x);
  }

  static Value repeat(LayerCall call) throws Problem, ShapeException {
    Value x = call.input(1);
    int copies = call.config().integer("n");
    if (copies < 1 || copies > MOST_COPIES) {
      throw call.broken("it makes " + copies + " copies");
    }
    Value row = call.reshape(x, Shape.of(1, x.shape().extent(0)));
    return call.node(new Take(0, Collections.nCopies(copies, 0)), row);
  }
}
