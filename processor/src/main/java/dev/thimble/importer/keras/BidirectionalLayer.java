package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.Concat;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;
import java.util.Set;

/** {@code Bidirectional} around a recurrent layer: both directions, put together. */
final class BidirectionalLayer implements LayerReader {
  private static final Set<String> RECURRENT = Set.of("GRU", "LSTM", "SimpleRNN");

  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    LayerCall forward = direction(call, "layer");
    // Older files do not repeat the layer.
    boolean told = call.config().has("backward_layer");
    LayerCall backward = told ? direction(call, "backward_layer") : forward;
    boolean turned = told && !backward.config().flag("go_backwards", true);
    if (forward.config().flag("go_backwards", false) || turned) {
      throw call.unsupported("directions that are turned round", "Let the first go forwards.");
    }
    Value first = side(forward, 0, false);
    return merged(call, first, side(backward, RecurrentLayer.arrays(forward), true));
  }

  private static LayerCall direction(LayerCall call, String member) throws Problem, ShapeException {
    Config inner = call.config().object(member);
    String kind = inner.text("class_name");
    if (!RECURRENT.contains(kind)) {
      throw call.unsupported("a layer " + kind + " in both directions", "Use GRU or LSTM.");
    }
    return call.wrapped(call.layer().inner(inner), call.input(2));
  }

  private static Value side(LayerCall call, int firstArray, boolean backwards)
      throws Problem, ShapeException {
    RecurrentLayer.Side side = new RecurrentLayer.Side(firstArray, backwards);
    Value states = RecurrentLayer.states(call, call.input(), side);
    return call.config().flag("return_sequences", false)
        ? states
        : RecurrentLayer.last(call, states, backwards);
  }

  private static Value merged(LayerCall call, Value a, Value b) throws Problem, ShapeException {
    String mode = call.config().text("merge_mode", "concat");
    return switch (mode) {
      case "concat" -> call.node(new Concat(a.shape().rank() - 1), a, b);
      case "sum" -> call.binary(Binary.Kind.ADD, a, b);
      case "mul" -> call.binary(Binary.Kind.MUL, a, b);
      case "ave" -> call.binary(Binary.Kind.MUL, call.binary(Binary.Kind.ADD, a, b), 0.5);
      default -> throw call.unsupported("the mode " + mode, "Use concat, sum, mul or ave.");
    };
  }
}
