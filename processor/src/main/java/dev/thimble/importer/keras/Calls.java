package dev.thimble.importer.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.keras.Layer.Flow;
import java.util.ArrayList;
import java.util.List;

/**
 * What a layer reads: Keras 2 writes {@code ["conv", 0, 0, {}]} for a tensor, Keras 3 an object
 * with a {@code keras_history}.
 */
final class Calls {
  private static final int DEEPEST = 8;

  private final Config layer;

  Calls(Config layer) {
    this.layer = layer;
  }

  /** One list of tensors for each call. */
  List<List<Flow>> read() throws Problem {
    List<List<Flow>> calls = new ArrayList<>();
    if (!layer.has("inbound_nodes")) {
      return calls;
    }
    for (JsonElement node : layer.array("inbound_nodes")) {
      List<Flow> flows = new ArrayList<>();
      if (node.isJsonObject()) {
        JsonObject call = node.getAsJsonObject();
        Config named = new Config(layer.file(), layer.path() + ".inbound_nodes", call);
        flows(named, "args", named.element("args"), flows, 0);
        if (named.has("kwargs")) {
          flows(named, "kwargs", named.element("kwargs"), flows, 0);
        }
      } else {
        flows(layer, "inbound_nodes", node, flows, 0);
      }
      calls.add(flows);
    }
    return calls;
  }

  /** Gathers all tensors below an element, in their order. */
  static void flows(Config owner, String member, JsonElement element, List<Flow> to, int depth)
      throws Problem {
    if (depth > DEEPEST) {
      throw owner.bad(member, "less deeply nested", element);
    }
    if (element.isJsonArray()) {
      JsonArray array = element.getAsJsonArray();
      if (isFlow(array)) {
        to.add(flow(owner, member, array));
        for (int i = 3; i < array.size(); i++) {
          flows(owner, member, array.get(i), to, depth + 1);
        }
        return;
      }
      for (JsonElement inner : array) {
        flows(owner, member, inner, to, depth + 1);
      }
    } else if (element.isJsonObject()) {
      JsonObject object = element.getAsJsonObject();
      JsonElement history = object.get("keras_history");
      if (history != null && history.isJsonArray() && isFlow(history.getAsJsonArray())) {
        to.add(flow(owner, member, history.getAsJsonArray()));
        return;
      }
      for (JsonElement inner : object.asMap().values()) {
        flows(owner, member, inner, to, depth + 1);
      }
    }
  }

  private static boolean isFlow(JsonArray array) {
    return array.size() >= 3
        && array.get(0).isJsonPrimitive()
        && array.get(0).getAsJsonPrimitive().isString()
        && isNumber(array.get(1))
        && isNumber(array.get(2));
  }

  private static boolean isNumber(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
  }

  private static Flow flow(Config owner, String member, JsonArray array) throws Problem {
    double call = array.get(1).getAsDouble();
    double output = array.get(2).getAsDouble();
    if (call < 0 || output < 0 || call > Short.MAX_VALUE || output > Short.MAX_VALUE) {
      throw owner.bad(member, "a tensor of a layer", array);
    }
    return new Flow(array.get(0).getAsString(), (int) call, (int) output);
  }
}
