package dev.thimble.processor;

import com.palantir.javapoet.JavaFile;
import dev.thimble.declaration.Language;
import dev.thimble.declaration.source.MessagePrinter;
import dev.thimble.declaration.source.Places;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Place;
import dev.thimble.emit.test.GeneratedTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.util.Elements;

/**
 * Classes with {@code @TinyModelTest}. Only the name of the tested class is used, for it may be a
 * class file, from which steps cannot be read. Where model and test are compiled together the model
 * appears in a later round.
 */
final class TestRun {
  /** Names of the tested class: its package, its joined simple name and its binary name. */
  private record Model(String packageName, String simpleName, String binaryName) {
    private String qualified(String suffix) {
      return (packageName.isEmpty() ? "" : packageName + ".") + simpleName + suffix;
    }
  }

  private final ProcessingEnvironment environment;
  private final MessagePrinter printer;
  private final OutputWriter writer;
  private final Map<String, Model> waiting = new LinkedHashMap<>();
  private final Map<String, String> done = new HashMap<>();

  TestRun(ProcessingEnvironment environment) {
    this.environment = environment;
    this.printer = new MessagePrinter(environment);
    this.writer = new OutputWriter(environment.getFiler(), Optional.empty());
  }

  /** Remembers a test class. */
  void add(TypeElement test) {
    model(test).ifPresent(m -> waiting.put(test.getQualifiedName().toString(), m));
  }

  /**
   * Writes the tests whose model is there; in the last round the others are errors.
   *
   * @param failed binary names of models with errors of their own, which are not complained about
   *     twice
   */
  void round(boolean last, Set<String> failed) {
    for (Iterator<Map.Entry<String, Model>> each = waiting.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, Model> entry = each.next();
      Model model = entry.getValue();
      TypeElement test = elements().getTypeElement(entry.getKey());
      boolean there = elements().getTypeElement(model.qualified("Model")) != null;
      if (test != null && (there || last)) {
        each.remove();
        Places places = new Places();
        Diagnostics diagnostics = new Diagnostics();
        Place place = places.of(test.getSimpleName().toString(), "", test);
        if (there) {
          write(model, test, place, diagnostics);
        } else if (!failed.contains(model.binaryName())) {
          diagnostics.report(
              place,
              LanguageMessage.TM1033_TEST_WITHOUT_MODEL,
              model.qualified("Model"),
              model.binaryName());
        }
        printer.print(diagnostics, places);
      }
    }
  }

  private Elements elements() {
    return environment.getElementUtils();
  }

  private void write(Model model, TypeElement test, Place place, Diagnostics diagnostics) {
    String generated = model.qualified("GeneratedTest");
    String owner = done.putIfAbsent(generated, test.getQualifiedName().toString());
    if (owner != null) {
      diagnostics.report(
          place, LanguageMessage.TM1034_DUPLICATE_TEST, model.binaryName(), generated, owner);
      return;
    }
    try {
      JavaFile file =
          GeneratedTest.file(model.packageName(), model.simpleName(), model.binaryName());
      writer.write(List.of(new OutputFile.Java(generated, file.toString())), test);
    } catch (IOException unwritable) {
      diagnostics.report(
          place, FileMessage.TM1108_UNWRITABLE, String.valueOf(unwritable.getMessage()));
    } catch (RuntimeException | LinkageError | ServiceConfigurationError fault) {
      diagnostics.report(Faults.internal(place, fault));
    }
  }

  /** The tested class; empty where it does not compile, which the compiler says. */
  private Optional<Model> model(TypeElement test) {
    for (AnnotationMirror mirror : test.getAnnotationMirrors()) {
      TypeElement type = (TypeElement) mirror.getAnnotationType().asElement();
      if (type.getQualifiedName().contentEquals(Language.PACKAGE + ".TinyModelTest")) {
        List<AnnotationValue> values = new ArrayList<>(mirror.getElementValues().values());
        if (values.size() == 1
            && values.get(0).getValue() instanceof DeclaredType tested
            && tested.asElement() instanceof TypeElement element) {
          return Optional.of(names(element));
        }
      }
    }
    return Optional.empty();
  }

  private Model names(TypeElement tested) {
    String packageName = elements().getPackageOf(tested).getQualifiedName().toString();
    String qualified = tested.getQualifiedName().toString();
    String simple =
        packageName.isEmpty() ? qualified : qualified.substring(packageName.length() + 1);
    return new Model(
        packageName, simple.replace('.', '_'), elements().getBinaryName(tested).toString());
  }
}
