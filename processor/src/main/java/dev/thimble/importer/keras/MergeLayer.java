package dev.thimble.importer.keras;

import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Binary;
import dev.thimble.graph.ShapeException;
import dev.thimble.graph.Value;

/** Layers that join tensors element by element, one after the other. */
record MergeLayer(Binary.Kind kind, boolean mean) implements LayerReader {
  @Override
  public Value read(LayerCall call) throws Problem, ShapeException {
    int count = call.inputs().size();
    if (count < 2) {
      throw call.broken("it joins " + count + " tensors");
    }
    Value result = call.inputs().get(0);
    for (Value next : call.inputs().subList(1, count)) {
      result = call.binary(kind, result, next);
    }
    return mean ? call.binary(Binary.Kind.MUL, result, 1.0 / count) : result;
  }
}
