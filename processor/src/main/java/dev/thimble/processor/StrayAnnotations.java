package dev.thimble.processor;

import dev.thimble.declaration.Language;
import dev.thimble.declaration.source.MessagePrinter;
import dev.thimble.declaration.source.Places;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Annotations of the language where nothing reads them: on or in classes that are no models. */
final class StrayAnnotations {
  private final MessagePrinter printer;

  StrayAnnotations(ProcessingEnvironment environment) {
    this.printer = new MessagePrinter(environment);
  }

  void check(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Places places = new Places();
    Diagnostics diagnostics = new Diagnostics();
    for (TypeElement annotation : sorted(annotations)) {
      String name = name(annotation);
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        check(name, element, places, diagnostics);
      }
    }
    printer.print(diagnostics, places);
  }

  private static void check(String name, Element element, Places places, Diagnostics diagnostics) {
    boolean step = Language.steps().containsKey(name);
    boolean onModel = Set.of("Device", "Budget", "Sensor").contains(name);
    Element owner = step ? element.getEnclosingElement() : element;
    if (!step && !onModel || owner == null || isModel(owner)) {
      return;
    }
    String ownerName = owner.getSimpleName().toString();
    if (step) {
      String field = element.getSimpleName().toString();
      diagnostics.report(
          places.of(ownerName, field, element),
          LanguageMessage.TM1005_STEP_OUTSIDE_MODEL,
          name,
          field,
          ownerName);
    } else {
      diagnostics.report(
          places.of(ownerName, "", element), LanguageMessage.TM1027_OUTSIDE_MODEL, name, ownerName);
    }
  }

  /** The simple name; of a container of repeated annotations, that of what it contains. */
  private static String name(TypeElement annotation) {
    String qualified = annotation.getQualifiedName().toString();
    String own =
        qualified.startsWith(Language.PACKAGE + ".")
            ? qualified.substring(Language.PACKAGE.length() + 1)
            : "";
    return own.endsWith(".List") ? own.substring(0, own.length() - ".List".length()) : own;
  }

  private static boolean isModel(Element owner) {
    return owner.getAnnotationMirrors().stream()
        .map(m -> ((TypeElement) m.getAnnotationType().asElement()).getQualifiedName())
        .anyMatch(n -> n.contentEquals(Language.PACKAGE + ".TinyModel"));
  }

  private static Set<TypeElement> sorted(Set<? extends TypeElement> annotations) {
    Set<TypeElement> sorted =
        new TreeSet<>(Comparator.comparing(t -> t.getQualifiedName().toString()));
    sorted.addAll(annotations);
    return sorted;
  }
}
