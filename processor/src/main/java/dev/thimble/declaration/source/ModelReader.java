package dev.thimble.declaration.source;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.CNames;
import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.Language;
import dev.thimble.declaration.LanguageRules;
import dev.thimble.declaration.ModelName;
import dev.thimble.declaration.StepDeclaration;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** From the compiler's view of a class to a {@link Declaration}: the last to see that view. */
public final class ModelReader {
  private final Elements elements;
  private final Places places;
  private final Diagnostics diagnostics;

  /** A reader of one class. */
  public ModelReader(Elements elements, Places places, Diagnostics diagnostics) {
    this.elements = elements;
    this.places = places;
    this.diagnostics = diagnostics;
  }

  /**
   * What the class declares; empty where something of it did not compile, which the compiler
   * reports. It may be used only if no error was reported.
   */
  public Optional<Declaration> read(TypeElement type) {
    String name = type.getSimpleName().toString();
    Place place = places.of(name, "", type);
    ClassRules.check(type, place, diagnostics);
    Optional<List<AnnotationValues>> model = annotations(type, "TinyModel");
    Optional<List<AnnotationValues>> devices = annotations(type, "Device");
    Optional<List<AnnotationValues>> budgets = annotations(type, "Budget");
    Optional<List<AnnotationValues>> sensors = annotations(type, "Sensor");
    Optional<List<StepDeclaration>> steps = steps(type);
    boolean broken = devices.isEmpty() || budgets.isEmpty() || sensors.isEmpty();
    if (model.isEmpty() || broken || steps.isEmpty()) {
      return Optional.empty();
    }
    AnnotationValues values = model.get().get(0);
    Declaration declaration =
        new Declaration(
            name(type, values),
            values,
            steps.get(),
            devices.get(),
            budgets.get(),
            sensors.get(),
            isPublic(type),
            place);
    // A field that could not be read would look like a model without it.
    if (!diagnostics.hasErrors()) {
      LanguageRules.check(declaration, diagnostics);
    }
    return Optional.of(declaration);
  }

  private ModelName name(TypeElement type, AnnotationValues model) {
    String packageName = elements.getPackageOf(type).getQualifiedName().toString();
    String qualified = type.getQualifiedName().toString();
    String simple =
        packageName.isEmpty() ? qualified : qualified.substring(packageName.length() + 1);
    String joined = simple.replace('.', '_');
    return new ModelName(
        packageName,
        joined,
        elements.getBinaryName(type).toString(),
        model.text("name").orElseGet(() -> CNames.of(joined)));
  }

  /** The generated class is top-level: it is public if each class around the model is. */
  private static boolean isPublic(Element type) {
    for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
      if (!each.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }

  private Optional<List<StepDeclaration>> steps(TypeElement type) {
    List<StepDeclaration> steps = new ArrayList<>();
    boolean broken = false;
    for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
      FieldReader.Result result =
          new FieldReader(field, type.getSimpleName().toString(), places, diagnostics).read();
      result.step().ifPresent(steps::add);
      broken |= result.outcome() == FieldReader.Outcome.BROKEN;
    }
    return broken ? Optional.empty() : Optional.of(steps);
  }

  /** The annotations of that name, repeated ones unwrapped. */
  private Optional<List<AnnotationValues>> annotations(TypeElement type, String name) {
    MirrorReader reader = new MirrorReader(places, type, type.getSimpleName().toString(), "");
    List<AnnotationValues> result = new ArrayList<>();
    for (AnnotationMirror mirror : mirrors(type, name)) {
      Optional<AnnotationValues> read = reader.read(mirror, result.size());
      if (read.isEmpty()) {
        return Optional.empty();
      }
      result.add(read.get());
    }
    return Optional.of(result);
  }

  private static List<AnnotationMirror> mirrors(TypeElement type, String name) {
    String single = Language.PACKAGE + "." + name;
    List<AnnotationMirror> result = new ArrayList<>();
    for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
      String qualified = MirrorReader.qualifiedName(mirror);
      if (qualified.equals(single)) {
        result.add(mirror);
      } else if (qualified.equals(single + ".List")) {
        for (AnnotationValue value : mirror.getElementValues().values()) {
          MirrorReader.elements(value).forEach(v -> addMirror(v, result));
        }
      }
    }
    return result;
  }

  private static void addMirror(AnnotationValue value, List<AnnotationMirror> result) {
    if (value.getValue() instanceof AnnotationMirror mirror) {
      result.add(mirror);
    }
  }
}
