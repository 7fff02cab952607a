package dev.thimble.importer.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.keras.Layer.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the configuration of a model: {@code Sequential}, or {@code Functional} of any shape. */
final class ArchitectureReader {
  private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");
  private static final String INPUT = "InputLayer";
  private static final int DEEPEST = 16;
  private static final int MOST_LAYERS = 4096;

  private final Config root;
  private final String kind;
  private final String group;
  private final int depth;

  private ArchitectureReader(Config root, String kind, String group, int depth) {
    this.root = root;
    this.kind = kind;
    this.group = group;
    this.depth = depth;
  }

  /** Reads the model at the top of a file. */
  static Architecture read(Config root) throws Problem {
    return read(root, "", 0);
  }

  private static Architecture read(Config root, String group, int depth) throws Problem {
    String kind = root.text("class_name");
    if (!MODELS.contains(kind) || depth > DEEPEST) {
      throw root.bad("class_name", "Sequential or Functional", new JsonPrimitive(kind));
    }
    return new ArchitectureReader(root, kind, group, depth).read();
  }

  private Architecture read() throws Problem {
    Config config = kind.equals("Sequential") ? sequentialConfig() : root.object("config");
    List<Config> entries = config.objects("layers");
    if (entries.size() > MOST_LAYERS) {
      throw broken("it has more than " + MOST_LAYERS + " layers");
    }
    boolean chain = kind.equals("Sequential");
    List<Layer> layers = new ArrayList<>();
    Map<String, Integer> kinds = new HashMap<>();
    if (chain && !entries.isEmpty() && !entries.get(0).text("class_name").equals(INPUT)) {
      layers.add(impliedInput(config, entries.get(0)));
    }
    for (Config entry : entries) {
      layers.add(layer(entry, layers, chain, kinds));
    }
    if (layers.isEmpty()) {
      throw broken("the model " + config.text("name", "") + " has no layers");
    }
    return chain
        ? new Architecture(
            config.text("name", ""), layers, List.of(of(layers.get(0))), List.of(last(layers)))
        : new Architecture(
            config.text("name", ""),
            layers,
            flows(config, "input_layers"),
            flows(config, "output_layers"));
  }

  /** The first versions of Keras wrote the list of layers without anything around it. */
  private Config sequentialConfig() throws Problem {
    JsonElement config = root.element("config");
    if (!config.isJsonArray()) {
      return root.object("config");
    }
    JsonObject wrapped = new JsonObject();
    wrapped.add("layers", config);
    return new Config(root.file(), root.path() + ".config", wrapped);
  }

  /** A chain may leave its input out; then the model or the first layer says what it is. */
  private Layer impliedInput(Config config, Config first) throws Problem {
    JsonObject input = new JsonObject();
    input.add("batch_shape", impliedShape(config, first));
    Config made = new Config(root.file(), "input", input);
    return new Layer(INPUT, "input", -1, made, List.of(List.of()), "", Optional.empty());
  }

  private JsonElement impliedShape(Config config, Config first) throws Problem {
    Config layer = first.object("config");
    for (String member : List.of("batch_input_shape", "batch_shape")) {
      if (layer.has(member)) {
        return layer.array(member);
      }
    }
    if (config.has("build_input_shape")) {
      return config.array("build_input_shape");
    }
    for (Config built : List.of(root, first)) {
      if (built.has("build_config") && built.object("build_config").has("input_shape")) {
        return built.object("build_config").array("input_shape");
      }
    }
    // A chain that begins with a model has that model's input.
    if (layer.has("layers") && MODELS.contains(first.text("class_name"))) {
      List<Config> inner = layer.objects("layers");
      if (!inner.isEmpty() && depth < DEEPEST) {
        return shapeOf(inner.get(0));
      }
    }
    throw first.bad("batch_input_shape", "the shape of the model's input", null);
  }

  private JsonElement shapeOf(Config first) throws Problem {
    Config config = first.object("config");
    String member = config.has("batch_shape") ? "batch_shape" : "batch_input_shape";
    return config.array(member);
  }

  private Layer layer(Config entry, List<Layer> before, boolean chain, Map<String, Integer> kinds)
      throws Problem {
    String layerKind = entry.text("class_name");
    Config config = entry.object("config");
    String name = config.text("name", entry.text("name", "layer_" + before.size()));
    boolean counted = !layerKind.equals(INPUT);
    String path = counted ? group + "layers/" + unique(snake(layerKind), kinds) : "";
    Optional<Architecture> nested =
        MODELS.contains(layerKind)
            ? Optional.of(read(entry, path + "/", depth + 1))
            : Optional.empty();
    List<List<Flow>> calls =
        chain
            ? List.of(before.isEmpty() ? List.of() : List.of(last(before)))
            : new Calls(entry).read();
    if (layerKind.equals(INPUT)) {
      calls = List.of(List.of());
    }
    return new Layer(layerKind, name, before.size(), config, calls, path, nested);
  }

  private static Flow of(Layer layer) {
    return new Flow(layer.name(), 0, 0);
  }

  private static Flow last(List<Layer> layers) {
    return of(layers.get(layers.size() - 1));
  }

  private static List<Flow> flows(Config config, String member) throws Problem {
    List<Flow> flows = new ArrayList<>();
    Calls.flows(config, member, config.array(member), flows, 0);
    if (flows.isEmpty()) {
      throw config.bad(member, "a list of layers", config.array(member));
    }
    return flows;
  }

  private static String unique(String name, Map<String, Integer> seen) {
    int count = seen.merge(name, 1, Integer::sum);
    return count == 1 ? name : name + "_" + (count - 1);
  }

  /**
   * How Keras makes names of groups from class names: {@code Conv2DTranspose, conv2d_transpose}.
   */
  static String snake(String kind) {
    return kind.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  private Problem broken(String fault) {
    return new Problem(KerasMessage.TM3704_BROKEN_TOPOLOGY, root.file(), fault);
  }
}
