package dev.thimble.declaration.source;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Language;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Place;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;

/** Reads one field of a model class, with the rules that a step's field follows. */
final class FieldReader {
  /** What reading a field came to. */
  enum Outcome {
    /** It is no step, or is one and was read. */
    FINE,
    /** A value or a type of it did not compile: the compiler itself reports that. */
    BROKEN
  }

  /** A step, if the field is a sound one. */
  record Result(Outcome outcome, Optional<StepDeclaration> step) {}

  private final VariableElement field;
  private final String name;
  private final String model;
  private final Places places;
  private final Diagnostics diagnostics;
  private final Place place;

  FieldReader(VariableElement field, String model, Places places, Diagnostics diagnostics) {
    this.field = field;
    this.name = field.getSimpleName().toString();
    this.model = model;
    this.places = places;
    this.diagnostics = diagnostics;
    this.place = places.of(model, name, field);
  }

  Result read() {
    List<? extends AnnotationMirror> steps =
        field.getAnnotationMirrors().stream().filter(FieldReader::isStep).toList();
    if (field.asType().getKind() == TypeKind.ERROR) {
      return new Result(Outcome.BROKEN, Optional.empty());
    }
    if (steps.isEmpty()) {
      noStep();
      return new Result(Outcome.FINE, Optional.empty());
    }
    if (steps.size() > 1) {
      String all =
          steps.stream()
              .map(m -> "@" + MirrorReader.simpleName(m))
              .sorted()
              .collect(Collectors.joining(", "));
      diagnostics.report(place, LanguageMessage.TM1007_SEVERAL_STEPS, steps.size(), all);
      return new Result(Outcome.FINE, Optional.empty());
    }
    Optional<AnnotationValues> values =
        new MirrorReader(places, field, model, name).read(steps.get(0), 0);
    return values.isEmpty()
        ? new Result(Outcome.BROKEN, Optional.empty())
        : new Result(Outcome.FINE, checked(values.get()));
  }

  /** Whether the annotation is a step of the language. */
  static boolean isStep(AnnotationMirror mirror) {
    String simple = MirrorReader.simpleName(mirror);
    return Language.steps().containsKey(simple)
        && MirrorReader.qualifiedName(mirror).equals(Language.PACKAGE + "." + simple);
  }

  private void noStep() {
    String type = field.asType().toString();
    for (StepDeclaration.Kind kind : StepDeclaration.Kind.values()) {
      if (type.equals(Language.PACKAGE + "." + Language.typeOf(kind))) {
        diagnostics.report(place, LanguageMessage.TM1028_NO_STEP, Language.typeOf(kind));
      }
    }
  }

  private Optional<StepDeclaration> checked(AnnotationValues values) {
    StepDeclaration.Kind kind =
        Language.steps().getOrDefault(values.type(), StepDeclaration.Kind.TENSOR);
    String expected = Language.typeOf(kind);
    Set<Modifier> modifiers = EnumSet.noneOf(Modifier.class);
    modifiers.addAll(field.getModifiers());
    if (!modifiers.isEmpty()) {
      String shown =
          modifiers.stream()
              .map(m -> m.name().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(" "));
      diagnostics.report(
          place, LanguageMessage.TM1006_STEP_MODIFIERS, shown, values.type(), expected, name);
    }
    String type = field.asType().toString();
    if (!type.equals(Language.PACKAGE + "." + expected)) {
      String shown = type.substring(type.lastIndexOf('.') + 1);
      diagnostics.report(
          place,
          LanguageMessage.TM1008_FIELD_TYPE,
          values.type(),
          expected,
          shown,
          values.type(),
          expected,
          name);
    }
    return Optional.of(new StepDeclaration(name, kind, values, place));
  }
}
