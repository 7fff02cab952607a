package dev.thimble.declaration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.thimble.TinyModel;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The annotations of dsl-api and what the processor knows of them. */
class LanguageTest {
  private static final Set<JavaClass> ANNOTATIONS = annotations();

  private static Set<JavaClass> annotations() {
    Set<JavaClass> found = new HashSet<>();
    for (JavaClass type : new ClassFileImporter().importPackagesOf(TinyModel.class)) {
      if (type.isAnnotation() && type.getPackageName().equals("dev.thimble")) {
        found.add(type);
      }
    }
    return found;
  }

  @Test
  void everyAnnotationOfAFieldIsAStep() {
    Set<String> onFields = new TreeSet<>();
    for (JavaClass annotation : ANNOTATIONS) {
      Target target = annotation.reflect().getAnnotation(Target.class);
      if (Arrays.asList(target.value()).contains(ElementType.FIELD)) {
        onFields.add(annotation.getSimpleName());
      }
    }
    assertThat(Language.steps().keySet()).containsExactlyElementsOf(onFields);
  }

  @Test
  void nothingIsNeededWhenAModelRuns() {
    for (JavaClass annotation : ANNOTATIONS) {
      // Annotations of the class file are invisible to reflection.
      assertThat(
              annotation
                  .getAnnotationOfType("java.lang.annotation.Retention")
                  .getExplicitlyDeclaredProperty("value")
                  .toString())
          .as(annotation.getName())
          .contains("CLASS");
    }
  }

  /** Users import all constants statically. */
  @Test
  void constantsAreUnique() {
    List<String> names = new ArrayList<>();
    for (JavaClass type : new ClassFileImporter().importPackagesOf(TinyModel.class)) {
      if (type.isEnum() && type.getPackageName().equals("dev.thimble")) {
        for (JavaField field : type.getFields()) {
          if (field.getModifiers().contains(JavaModifier.STATIC)
              && field.getRawType().equals(type)) {
            names.add(field.getName());
          }
        }
      }
    }
    assertThat(names).contains("RELU", "SAME", "TORCH").doesNotHaveDuplicates();
  }
}
