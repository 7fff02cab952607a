package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.Language;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Message;
import dev.thimble.diagnostic.Place;
import dev.thimble.diagnostic.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which steps feed which: the field above, or those that {@code from} names. */
final class Wiring {
  private final Declaration declaration;
  private final Diagnostics diagnostics;
  private final Map<String, List<String>> sources = new LinkedHashMap<>();
  private final Set<String> failed = new HashSet<>();
  private final Set<String> inCircle = new HashSet<>();

  private Wiring(Declaration declaration, Diagnostics diagnostics) {
    this.declaration = declaration;
    this.diagnostics = diagnostics;
  }

  /** The wiring of a model; what is wrong with it is reported. */
  static Wiring of(Declaration declaration, Diagnostics diagnostics) {
    Wiring wiring = new Wiring(declaration, diagnostics);
    List<StepDeclaration> steps = declaration.steps();
    for (int i = 0; i < steps.size(); i++) {
      wiring.sources.put(steps.get(i).name(), written(steps, i));
    }
    steps.forEach(wiring::circle);
    for (int i = 0; i < steps.size(); i++) {
      wiring.check(i);
    }
    wiring.unusedInputs();
    return wiring;
  }

  /** Names of the steps that feed a step, in order. */
  List<String> sources(StepDeclaration step) {
    return sources.getOrDefault(step.name(), List.of());
  }

  /** Whether a fault in the step's {@code from} was reported. */
  boolean failed(StepDeclaration step) {
    return failed.contains(step.name());
  }

  /** How many steps read each step. */
  Map<String, Integer> readers() {
    Map<String, Integer> readers = new HashMap<>();
    sources.values().forEach(all -> all.forEach(s -> readers.merge(s, 1, Integer::sum)));
    return readers;
  }

  /** Names of the steps that feed a step, as the user wrote them. */
  static List<String> written(List<StepDeclaration> steps, int index) {
    StepDeclaration step = steps.get(index);
    AnnotationValues values = step.annotation();
    if (Language.isInput(values.type())) {
      return List.of();
    }
    AnnotationValues.Member from = values.members().get("from");
    if (from != null) {
      return from.value() instanceof List<?>
          ? values.texts("from").orElse(List.of())
          : List.of(values.text("from").orElse(""));
    }
    return index == 0 ? List.of() : List.of(steps.get(index - 1).name());
  }

  /** Reports a circle once, at its first step, with the whole way round. */
  private void circle(StepDeclaration start) {
    if (inCircle.contains(start.name())) {
      return;
    }
    List<String> way = new ArrayList<>();
    if (leadsBack(start.name(), start.name(), new HashSet<>(), way)) {
      inCircle.addAll(way);
      failed.addAll(way);
      way.add(0, start.name());
      Place place = forwardPlace(way).orElse(start.annotation().placeOf("from"));
      diagnostics.report(place, LanguageMessage.TM1022_CYCLIC_FROM, String.join(" <- ", way));
    }
  }

  /** The place of the circle's one link that points downwards: that is the one to change. */
  private Optional<Place> forwardPlace(List<String> way) {
    List<String> order = new ArrayList<>(sources.keySet());
    for (int i = 0; i + 1 < way.size(); i++) {
      if (order.indexOf(way.get(i + 1)) >= order.indexOf(way.get(i))) {
        String target = way.get(i + 1);
        return declaration.step(way.get(i)).map(s -> place(s.annotation(), target));
      }
    }
    return Optional.empty();
  }

  /** Fills the way from a step, over what feeds it, back to the goal. */
  private boolean leadsBack(String from, String goal, Set<String> seen, List<String> way) {
    for (String source : sources.getOrDefault(from, List.of())) {
      boolean back = source.equals(goal);
      if (back || seen.add(source)) {
        way.add(source);
        if (back || leadsBack(source, goal, seen, way)) {
          return true;
        }
        way.remove(way.size() - 1);
      }
    }
    return false;
  }

  private void check(int index) {
    StepDeclaration step = declaration.steps().get(index);
    AnnotationValues values = step.annotation();
    List<String> names = sources(step);
    if (index == 0 && names.isEmpty() && !isSource(values)) {
      fail(step, step.place(), LanguageMessage.TM1024_NO_INPUT, values.type());
      return;
    }
    count(step, names);
    Set<String> above = new LinkedHashSet<>();
    declaration.steps().subList(0, index).forEach(s -> above.add(s.name()));
    for (String name : names) {
      source(step, name, above);
    }
  }

  private static boolean isSource(AnnotationValues values) {
    return Language.isInput(values.type()) || values.type().equals("Network");
  }

  private void count(StepDeclaration step, List<String> names) {
    AnnotationValues values = step.annotation();
    boolean joins = values.type().equals("Add") || values.type().equals("Concat");
    boolean network = values.type().equals("Network");
    if ((joins && names.size() < 2) || (network && values.has("from") && names.isEmpty())) {
      String reads = network ? "at least one step" : "at least two steps";
      String shown = names.isEmpty() ? "none" : String.join(", ", names);
      fail(
          step,
          values.placeOf("from"),
          LanguageMessage.TM1023_FROM_COUNT,
          values.type(),
          reads,
          names.size(),
          shown);
    }
  }

  private void source(StepDeclaration step, String name, Set<String> above) {
    AnnotationValues values = step.annotation();
    Place place = place(values, name);
    Optional<StepDeclaration> source = declaration.step(name);
    if (source.isEmpty()) {
      String known = above.isEmpty() ? "none" : String.join(", ", above);
      String nearest = Suggestions.didYouMean(name, above);
      fail(step, place, LanguageMessage.TM1020_UNKNOWN_FROM, name, nearest, known);
    } else if (!above.contains(name)) {
      if (!inCircle.contains(step.name())) {
        fail(step, place, LanguageMessage.TM1021_FORWARD_FROM, name, name, step.name());
      }
    } else if (source.get().kind() == StepDeclaration.Kind.DECISION) {
      String before = sources(source.get()).isEmpty() ? "..." : sources(source.get()).get(0);
      fail(step, place, LanguageMessage.TM1025_READS_DECISION, name, before);
    }
  }

  /** The place of a name in {@code from}; of the annotation where the field above is meant. */
  private static Place place(AnnotationValues values, String name) {
    AnnotationValues.Member from = values.members().get("from");
    if (from == null) {
      return values.place();
    }
    int index = from.value() instanceof List<?> list ? list.indexOf(name) : -1;
    return index >= 0 && index < from.elements().size() ? from.elements().get(index) : from.place();
  }

  private void unusedInputs() {
    Map<String, Integer> readers = readers();
    for (StepDeclaration step : declaration.steps()) {
      boolean input = Language.isInput(step.annotation().type());
      if (input && !readers.containsKey(step.name()) && failed.isEmpty()) {
        diagnostics.report(step.place(), LanguageMessage.TM1026_UNUSED_INPUT, step.name());
      }
    }
  }

  private void fail(StepDeclaration step, Place place, Message message, Object... arguments) {
    failed.add(step.name());
    diagnostics.report(place, message, arguments);
  }
}
