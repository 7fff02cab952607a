package dev.thimble.declaration;

import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The rules of the language that need no more than the declaration itself. */
public final class LanguageRules {
  /** What generated Java and C call their own functions and types. */
  public static final Set<String> RESERVED = new TreeSet<>(Set.of("classify", "init", "run", "t"));

  private static final Pattern C_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern CHIP_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private final Declaration declaration;
  private final Diagnostics diagnostics;

  private LanguageRules(Declaration declaration, Diagnostics diagnostics) {
    this.declaration = declaration;
    this.diagnostics = diagnostics;
  }

  /** Reports every rule that the declaration breaks. */
  public static void check(Declaration declaration, Diagnostics diagnostics) {
    LanguageRules rules = new LanguageRules(declaration, diagnostics);
    rules.cName();
    rules.fileNames();
    rules.emptyModel();
    rules.stepNames();
    rules.devices();
    rules.budgets();
    declaration.sensors().forEach(sensor -> MemberRules.check(sensor, diagnostics));
    declaration.steps().forEach(s -> MemberRules.check(s.annotation(), diagnostics));
    declaration.steps().forEach(rules::members);
  }

  private void cName() {
    AnnotationValues model = declaration.model();
    String name = declaration.name().cName();
    if (!CNames.isValid(name)) {
      diagnostics.report(
          model.placeOf("name"), LanguageMessage.TM1012_MODEL_NAME, name, CNames.of(name));
    }
    CNames.taken(name)
        .ifPresent(
            taken ->
                diagnostics.report(
                    model.has("name") ? model.placeOf("name") : declaration.place(),
                    LanguageMessage.TM1013_RESERVED_MODEL_NAME,
                    name,
                    taken,
                    name));
  }

  private void fileNames() {
    for (String member : List.of("weights", "calibration", "evaluation")) {
      notEmpty(declaration.model(), member, "Name a file, or leave the member out.");
    }
  }

  private void notEmpty(AnnotationValues annotation, String member, String advice) {
    if (annotation.text(member).filter(String::isBlank).isPresent()) {
      diagnostics.report(
          annotation.placeOf(member), LanguageMessage.TM1031_EMPTY_TEXT, member, advice);
    }
  }

  private void emptyModel() {
    boolean inputsOnly =
        declaration.steps().stream().allMatch(s -> Language.isInput(s.annotation().type()));
    if (inputsOnly) {
      String has =
          declaration.steps().isEmpty() ? "no steps" : "inputs, but no step that reads them";
      diagnostics.report(declaration.place(), LanguageMessage.TM1016_EMPTY_MODEL, has);
    }
  }

  private void stepNames() {
    Map<String, String> seen = new HashMap<>();
    for (StepDeclaration step : declaration.steps()) {
      String upper = step.name().toUpperCase(Locale.ROOT);
      if (!C_NAME.matcher(step.name()).matches()) {
        diagnostics.report(step.place(), LanguageMessage.TM1009_STEP_NAME, step.name());
      } else if (RESERVED.contains(step.name())) {
        diagnostics.report(
            step.place(),
            LanguageMessage.TM1011_RESERVED_STEP_NAME,
            step.name(),
            String.join(", ", RESERVED));
      } else if (seen.containsKey(upper)) {
        diagnostics.report(
            step.place(), LanguageMessage.TM1010_STEP_NAMES_COLLIDE, seen.get(upper), step.name());
      }
      seen.putIfAbsent(upper, step.name());
    }
  }

  private void devices() {
    Set<String> seen = new TreeSet<>();
    for (AnnotationValues device : declaration.devices()) {
      MemberRules.check(device, diagnostics);
      notEmpty(device, "mcu", "Name a chip, such as \"atmega328p\".");
      String mcu = device.text("mcu").orElse("");
      if (!seen.add(mcu)) {
        diagnostics.report(device.placeOf("mcu"), LanguageMessage.TM1032_DUPLICATE_DEVICE, mcu);
      }
      if (device.has("core")) {
        described(device, mcu);
      }
    }
  }

  private void described(AnnotationValues device, String mcu) {
    notEmpty(device, "core", "Name a core, such as \"cortex-m4\".");
    needs(device, "core", "flash", "flash = 256 * KIB");
    needs(device, "core", "ram", "ram = 64 * KIB");
    needs(device, "core", "clockHz", "clockHz = 64_000_000");
    if (!mcu.isEmpty() && !CHIP_NAME.matcher(mcu).matches()) {
      diagnostics.report(device.placeOf("mcu"), LanguageMessage.TM1037_CHIP_NAME, mcu);
    }
  }

  private void budgets() {
    List<String> chips = new ArrayList<>();
    declaration.devices().forEach(d -> d.text("mcu").ifPresent(chips::add));
    for (AnnotationValues budget : declaration.budgets()) {
      MemberRules.check(budget, diagnostics);
      power(budget);
      String device = budget.text("device").orElse("");
      if (budget.has("device") && !chips.contains(device)) {
        diagnostics.report(
            budget.placeOf("device"),
            LanguageMessage.TM1014_UNKNOWN_BUDGET_DEVICE,
            device,
            Suggestions.didYouMean(device, chips),
            chips.isEmpty() ? "none" : String.join(", ", chips));
      }
    }
  }

  /** Power is an average over time, a battery's life one of a battery: each needs the other. */
  private void power(AnnotationValues budget) {
    if (takesSignal()) {
      needs(budget, "listen", "every", "every = 60_000 for once a minute");
    } else {
      needs(budget, "milliwatts", "every", "every = 1000 for one inference a second");
      needs(budget, "batteryMonths", "every", "every = 1000 for one inference a second");
      if (budget.has("listen")) {
        diagnostics.report(
            budget.placeOf("listen"),
            LanguageMessage.TM1030_POINTLESS,
            "listen",
            "without @Pcm or @Samples");
      }
    }
    needs(budget, "batteryMonths", "battery", "battery = Battery.CR2032");
    if (budget.has("battery") && !budget.has("batteryMonths")) {
      diagnostics.report(
          budget.placeOf("battery"),
          LanguageMessage.TM1030_POINTLESS,
          "battery",
          "without batteryMonths");
    }
    if (budget.has("accuracy") && !declaration.model().has("evaluation")) {
      diagnostics.report(
          budget.placeOf("accuracy"),
          LanguageMessage.TM1036_NEEDS,
          "accuracy",
          "labelled samples",
          "@TinyModel(evaluation = \"....npz\")");
    }
  }

  private boolean takesSignal() {
    return declaration.steps().stream()
        .anyMatch(
            step ->
                Language.isInput(step.annotation().type())
                    && step.kind() == StepDeclaration.Kind.SIGNAL);
  }

  private void needs(AnnotationValues budget, String member, String other, String example) {
    if (budget.has(member) && !budget.has(other)) {
      diagnostics.report(
          budget.placeOf(member),
          LanguageMessage.TM1036_NEEDS,
          member,
          other,
          "such as " + example);
    }
  }

  private void members(StepDeclaration step) {
    AnnotationValues values = step.annotation();
    switch (values.type()) {
      case "Input" -> inputRange(values);
      case "KMeans",
          "KNearest",
          "NearestCentroid",
          "Linear",
          "Logistic",
          "Forest",
          "Pca",
          "Scaler" ->
          notEmpty(values, "fit", "Name a file, such as \"healthy.npz\".");
      case "Normalise" -> notEmpty(values, "data", "Name a file, such as \"train.npz\".");
      case "Network" -> notEmpty(values, "value", "Name a file, such as \"person_detect.tflite\".");
      case "Activate" -> activate(values);
      default -> {
        // Nothing to check beyond the numbers.
      }
    }
  }

  private void inputRange(AnnotationValues input) {
    if (input.has("min") != input.has("max")) {
      String given = input.has("min") ? "min" : "max";
      String missing = input.has("min") ? "max" : "min";
      diagnostics.report(
          input.placeOf(given),
          LanguageMessage.TM1029_INPUT_RANGE,
          given + " is given without " + missing);
      return;
    }
    double min = input.number("min").orElse(0.0);
    double max = input.number("max").orElse(1.0);
    if (input.has("min") && min >= max) {
      diagnostics.report(
          input.placeOf("max"),
          LanguageMessage.TM1029_INPUT_RANGE,
          "The range from min = " + min + " to max = " + max + " is empty");
    }
  }

  private void activate(AnnotationValues values) {
    String function = values.text("value").orElse("");
    if (function.equals("NONE")) {
      diagnostics.report(
          values.placeOf("value"), LanguageMessage.TM1030_POINTLESS, "@Activate(NONE)", "at all");
    } else if (values.has("slope") && !function.equals("LEAKY_RELU")) {
      diagnostics.report(
          values.placeOf("slope"), LanguageMessage.TM1030_POINTLESS, "slope", "on " + function);
    }
  }
}
