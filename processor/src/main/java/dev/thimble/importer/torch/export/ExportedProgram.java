package dev.thimble.importer.torch.export;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.Array;
import dev.thimble.importer.torch.TorchArchive;
import dev.thimble.importer.torch.aten.Calls;
import dev.thimble.importer.torch.aten.None;
import dev.thimble.importer.torch.aten.Results;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the nodes of an exported program, which are in order of execution. */
final class ExportedProgram {
  private static final String OPERATORS = "torch.ops.";

  private final TorchArchive archive;
  private final Json module;
  private final ExportWeights weights;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, String> userInputs = new LinkedHashMap<>();

  ExportedProgram(TorchArchive archive, Json program, ExportWeights weights) throws Problem {
    this.archive = archive;
    this.weights = weights;
    module = program.get("graph_module");
    for (Json spec : module.get("signature").get("input_specs").items()) {
      input(spec);
    }
  }

  private void input(Json spec) throws Problem {
    String kind = spec.object().keySet().stream().findFirst().orElse("");
    Json given = spec.get(kind);
    switch (kind) {
      case "user_input" -> {
        Json tensor = given.get("arg").get("as_tensor");
        userInputs.put(tensor.get("name").text(), "");
      }
      case "parameter" -> bind(given, "parameter_name");
      case "buffer" -> bind(given, "buffer_name");
      case "tensor_constant" -> bind(given, "tensor_constant_name");
      default -> throw archive.broken("an input of the kind " + kind + " is not read");
    }
  }

  private void bind(Json given, String member) throws Problem {
    String name = given.get(member).text();
    Array array =
        weights.find(name).orElseThrow(() -> archive.broken("it has no weights named " + name));
    values.put(given.get("arg").get("name").text(), array);
  }

  /** The names of the inputs, in order. */
  List<String> inputs() {
    return List.copyOf(userInputs.keySet());
  }

  /** The extents that the program gives a value; none for those that are not fixed. */
  List<Integer> extents(String value) throws Problem {
    List<Integer> result = new ArrayList<>();
    for (Json size : module.get("graph").get("tensor_values").get(value).get("sizes").items()) {
      Optional<Json> fixed = size.find("as_int");
      long extent = fixed.isPresent() ? fixed.get().integer() : -1;
      result.add((int) Math.max(-1, Math.min(Integer.MAX_VALUE, extent)));
    }
    return result;
  }

  void set(String value, Object tensor) {
    values.put(value, tensor);
  }

  void run(Calls calls) throws Problem {
    for (Json node : module.get("graph").get("nodes").items()) {
      String target = node.get("target").text();
      Map<String, Object> arguments = new LinkedHashMap<>();
      for (Json input : node.get("inputs").items()) {
        arguments.put(input.get("name").text(), argument(input.get("arg")));
      }
      bind(node.get("outputs").items(), calls.call(operator(target), List.of(), arguments));
    }
  }

  /** {@code torch.ops.aten.conv2d.default} is {@code aten::conv2d} with an overload. */
  private static String operator(String target) {
    String[] parts = target.replace(OPERATORS, "").split("\\.");
    return parts.length < 2 ? target : parts[0] + "::" + parts[1];
  }

  private void bind(List<Json> outputs, Object result) throws Problem {
    List<?> results = List.of(result);
    if (result instanceof Results several) {
      results = several.values();
    }
    for (int i = 0; i < outputs.size() && i < results.size(); i++) {
      Json output = outputs.get(i);
      Optional<Json> list = output.find("as_tensors");
      if (list.isPresent() && results.get(i) instanceof List<?> tensors) {
        List<Json> names = list.get().items();
        for (int j = 0; j < names.size() && j < tensors.size(); j++) {
          values.put(names.get(j).get("name").text(), tensors.get(j));
        }
      } else if (output.find("as_tensor").isPresent()) {
        values.put(output.get("as_tensor").get("name").text(), results.get(i));
      } else if (output.find("as_sym_int").isPresent()) {
        values.put(output.get("as_sym_int").get("as_name").text(), results.get(i));
      }
    }
  }

  /** The outputs that the user sees. */
  List<Object> outputs() throws Problem {
    List<Object> result = new ArrayList<>();
    for (Json spec : module.get("signature").get("output_specs").items()) {
      Optional<Json> output = spec.find("user_output");
      if (output.isPresent()) {
        result.add(argument(output.get().get("arg")));
      }
    }
    return result;
  }

  private Object argument(Json argument) throws Problem {
    String kind = argument.object().keySet().stream().findFirst().orElse("");
    Json value = argument.get(kind);
    return switch (kind) {
      case "as_none" -> None.NONE;
      case "as_tensor" -> named(value.get("name").text());
      case "as_int", "as_scalar_type", "as_memory_format", "as_layout" -> value.integer();
      case "as_float" -> value.real();
      case "as_bool" -> value.truth();
      case "as_string" -> value.text();
      case "as_device" -> "cpu";
      case "as_sym_int", "as_sym_float", "as_sym_bool" -> symbol(value);
      case "as_optional_tensor" -> argument(value);
      case "as_tensors", "as_optional_tensors", "as_sym_ints", "as_ints", "as_floats", "as_bools" ->
          list(kind, value);
      default -> throw argument.bad("an argument of a kind that is read");
    };
  }

  private Object symbol(Json value) throws Problem {
    String kind = value.object().keySet().stream().findFirst().orElse("");
    return kind.equals("as_name") ? named(value.get(kind).text()) : argument(value);
  }

  private List<Object> list(String kind, Json value) throws Problem {
    List<Object> result = new ArrayList<>();
    for (Json item : value.items()) {
      result.add(
          switch (kind) {
            case "as_tensors" -> named(item.get("name").text());
            case "as_optional_tensors" -> argument(item);
            case "as_sym_ints" -> symbol(item);
            case "as_ints" -> item.integer();
            case "as_floats" -> item.real();
            default -> item.truth();
          });
    }
    return result;
  }

  private Object named(String name) throws Problem {
    Object value = values.get(name);
    if (value == null) {
      throw archive.broken("nothing computes " + name);
    }
    return value;
  }
}
