package dev.thimble.declaration.source;

import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Place;
import java.util.Locale;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;

/** What a model class must look like. */
final class ClassRules {
  private ClassRules() {}

  /** Reports each rule that the class breaks. */
  static void check(TypeElement type, Place place, Diagnostics diagnostics) {
    String name = type.getSimpleName().toString();
    if (type.getKind() != ElementKind.CLASS) {
      String kind = type.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String article = "aeiou".indexOf(kind.charAt(0)) < 0 ? "a" : "an";
      diagnostics.report(place, LanguageMessage.TM1003_NOT_A_CLASS, article, kind, name);
      return;
    }
    if (!type.getModifiers().contains(Modifier.FINAL)) {
      diagnostics.report(place, LanguageMessage.TM1001_NOT_FINAL, name);
    }
    if (type.getSuperclass().getKind() == TypeKind.DECLARED) {
      TypeElement above = (TypeElement) ((DeclaredType) type.getSuperclass()).asElement();
      if (!above.getQualifiedName().contentEquals("java.lang.Object")) {
        diagnostics.report(
            place, LanguageMessage.TM1002_EXTENDS, above.getSimpleName(), above.getSimpleName());
      }
    }
    if (type.getNestingKind().isNested() && !type.getModifiers().contains(Modifier.STATIC)) {
      String outer = String.valueOf(type.getEnclosingElement());
      diagnostics.report(
          place,
          LanguageMessage.TM1004_INNER_CLASS,
          outer.substring(outer.lastIndexOf('.') + 1),
          name);
    }
  }
}
