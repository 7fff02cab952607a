package dev.thimble.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What must be known of a model to call its generated C.
 *
 * @param cName the prefix of everything in C: {@code digits} for {@code digits_run}
 * @param inputs the input steps, in the order in which their bytes are given
 * @param outputs the output steps, in the order in which their bytes are returned
 * @param steps all steps; each one's index is its place in this list
 */
public record ModelInfo(String cName, List<Port> inputs, List<Port> outputs, List<StepInfo> steps) {

  /** The name of the file that holds it. */
  public static final String FILE_NAME = "model.properties";

  /** Copies the lists and checks the order of the steps. */
  public ModelInfo {
    Objects.requireNonNull(cName, "cName");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    steps = List.copyOf(steps);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).index() != i) {
        throw new IllegalArgumentException(
            "Step "
                + steps.get(i).name()
                + " has index "
                + steps.get(i).index()
                + " at place "
                + i);
      }
    }
  }

  /** The sum of the inputs' sizes: the length of each input of a run. */
  public int inputBytes() {
    return inputs.stream().mapToInt(Port::bytes).sum();
  }

  /** The sum of the outputs' sizes: the length of each output of a run. */
  public int outputBytes() {
    return outputs.stream().mapToInt(Port::bytes).sum();
  }

  /** The function of one inference. */
  public String runFunction() {
    return cName + "_run";
  }

  /** The prefix of the model's macros. */
  String macroPrefix() {
    return cName.toUpperCase(Locale.ROOT);
  }

  /** The text of {@code model.properties}: the same bytes for the same model. */
  public String toText() {
    PropertiesText text = new PropertiesText().put("cName", cName);
    putPorts(text, "input", inputs);
    putPorts(text, "output", outputs);
    for (StepInfo step : steps) {
      String key = "step." + step.index();
      text.put(key + ".name", step.name());
      step.function().ifPresent(function -> text.put(key + ".function", function));
      text.put(key + ".bytes", step.bytes());
    }
    return text.toString();
  }

  /** Reads what {@link #toText()} wrote. */
  public static ModelInfo fromText(String source) {
    PropertiesText text = PropertiesText.parse(source);
    List<StepInfo> steps = new ArrayList<>();
    for (String key = "step.0"; text.has(key + ".name"); key = "step." + steps.size()) {
      Optional<String> function = text.find(key + ".function");
      steps.add(
          new StepInfo(
              steps.size(), text.get(key + ".name"), function, text.getInt(key + ".bytes")));
    }
    return new ModelInfo(text.get("cName"), ports(text, "input"), ports(text, "output"), steps);
  }

  private static void putPorts(PropertiesText text, String kind, List<Port> ports) {
    for (int i = 0; i < ports.size(); i++) {
      String key = kind + "." + i;
      text.put(key + ".name", ports.get(i).name()).put(key + ".bytes", ports.get(i).bytes());
    }
  }

  private static List<Port> ports(PropertiesText text, String kind) {
    List<Port> ports = new ArrayList<>();
    for (String key = kind + ".0"; text.has(key + ".name"); key = kind + "." + ports.size()) {
      ports.add(new Port(text.get(key + ".name"), text.getInt(key + ".bytes")));
    }
    return ports;
  }
}
