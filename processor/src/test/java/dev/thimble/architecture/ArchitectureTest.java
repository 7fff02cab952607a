package dev.thimble.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the borders of docs/architecture.md: what each package must not know. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.thimble");

  /** Package, and the packages that it knows nothing of. */
  private static final Map<String, String[]> IGNORANT =
      Map.of(
          "diagnostic",
          others(
              "declaration", "resolve", "graph", "importer", "quantize", "kernel", "plan", "emit"),
          "declaration",
          others("graph", "importer", "quantize", "kernel", "plan", "emit", "backend", "processor"),
          "graph",
          others(
              "declaration",
              "resolve",
              "importer",
              "quantize",
              "kernel",
              "plan",
              "emit",
              "backend",
              "processor"),
          "importer",
          others("declaration", "resolve", "kernel", "plan", "emit", "backend", "processor"),
          "resolve",
          others("kernel", "plan", "emit", "backend", "processor"),
          "quantize",
          others("declaration", "resolve", "kernel", "plan", "emit", "backend", "processor"),
          "kernel",
          others(
              "declaration",
              "resolve",
              "importer",
              "quantize",
              "plan",
              "emit",
              "backend",
              "processor"),
          "plan",
          others("resolve", "importer", "quantize", "emit", "processor"),
          "backend",
          others("declaration", "resolve", "importer", "quantize", "plan", "emit", "processor"),
          "emit",
          others("resolve", "importer", "quantize", "processor"));

  private static String[] others(String... names) {
    return Stream.of(names).map(name -> "dev.thimble." + name + "..").toArray(String[]::new);
  }

  @TestFactory
  Stream<DynamicTest> packagesKnowNothingOf() {
    return IGNORANT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            border ->
                DynamicTest.dynamicTest(
                    border.getKey(),
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage("dev.thimble." + border.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(border.getValue())
                            .check(CLASSES)));
  }

  @Test
  void noCompilerTypeTravelsPastTheReader() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.thimble.declaration..", "dev.thimble.processor..", "dev.thimble.emit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javax.lang.model..", "javax.annotation.processing..", "com.sun.source..")
        .check(CLASSES);
  }

  /** Virtual machines may round these functions of Math in ways of their own. */
  @Test
  void tablesAreTheSameOnEveryMachine() {
    String rounded = "sin|cos|tan|asin|acos|atan2?|sinh|cosh|tanh|exp|expm1|log|log10|log1p|pow";
    noClasses()
        .that()
        .resideInAnyPackage("dev.thimble.signal..", "dev.thimble.resolve..", "dev.thimble.graph..")
        .should()
        .callMethodWhere(
            target(owner(type(Math.class))).and(target(nameMatching(rounded + "|cbrt|hypot"))))
        .check(CLASSES);
  }

  @Test
  void learningKnowsNumbersOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.thimble.fit..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.thimble..").and(resideOutsideOfPackage("dev.thimble.fit..")))
        .check(CLASSES);
  }

  @Test
  void onlyEmitKnowsJavaPoet() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.thimble.emit..", "dev.thimble.processor..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.palantir.javapoet..")
        .check(CLASSES);
  }

  @Test
  void phasesFormNoCycle() {
    SlicesRuleDefinition.slices()
        .matching("dev.thimble.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
