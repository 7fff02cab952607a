package dev.thimble.emit.test;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The JUnit test of a model: thin, because all that it needs beyond the class's name is read when
 * it runs. JUnit's types are named by text, so that the processor does not depend on them.
 */
public final class GeneratedTest {
  private static final String JUNIT = "org.junit.jupiter.api";
  private static final ClassName TEST = ClassName.get(JUNIT, "Test");
  private static final ClassName FACTORY = ClassName.get(JUNIT, "TestFactory");
  private static final ClassName DYNAMIC = ClassName.get(JUNIT, "DynamicTest");
  private static final ClassName ASSERTIONS = ClassName.get(JUNIT, "Assertions");
  private static final ClassName ASSUMPTIONS = ClassName.get(JUNIT, "Assumptions");

  private GeneratedTest() {}

  /**
   * The source of {@code DigitsGeneratedTest}.
   *
   * @param packageName package of the annotated class
   * @param simpleName its simple name, enclosing classes joined by {@code _}
   * @param binaryName its binary name
   */
  public static JavaFile file(String packageName, String simpleName, String binaryName) {
    ClassName name = ClassName.get(packageName, simpleName + "GeneratedTest");
    ClassName twin = ClassName.get(packageName, simpleName + "Model");
    TypeSpec type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.FINAL)
            .addJavadoc(
                "Tests of {@code $L}: the host twin, the C and the chips give the same.\n",
                binaryName)
            .addField(
                FieldSpec.builder(
                        ModelCheck.class,
                        "CHECK",
                        Modifier.PRIVATE,
                        Modifier.STATIC,
                        Modifier.FINAL)
                    .initializer(
                        "$T.of($T.class, $S, () -> new $T().hostTwin())",
                        ModelCheck.class,
                        name,
                        binaryName,
                        twin)
                    .build())
            .addMethod(files(twin))
            .addMethod(golden())
            .addMethod(targets())
            .addMethod(predictions())
            .addMethod(check("requireSame"))
            .addMethod(measure())
            .build();
    return JavaFile.builder(packageName, type)
        .skipJavaLangImports(true)
        .addFileComment("Made by Thimble, do not edit.")
        .build();
  }

  private static MethodSpec files(ClassName twin) {
    return MethodSpec.methodBuilder("modelIsMadeFromTheFilesThatAreThere")
        .addAnnotation(TEST)
        .addStatement(
            "$T.assertEquals($T.of(), CHECK.changedFiles($T.madeFrom()))",
            ASSERTIONS,
            List.class,
            twin)
        .build();
  }

  private static MethodSpec golden() {
    return MethodSpec.methodBuilder("hostTwinGivesTheGoldenResults")
        .addAnnotation(TEST)
        .addStatement("CHECK.twinDiffers().ifPresent($T::fail)", ASSERTIONS)
        .build();
  }

  private static MethodSpec targets() {
    return factory("everyTargetGivesTheTwinsResults")
        .addStatement(
            "return CHECK.targets().stream().map(target -> $T.dynamicTest(target.name(), () ->"
                + " requireSame(target)))",
            DYNAMIC)
        .build();
  }

  private static MethodSpec predictions() {
    return factory("predictionsHold")
        .addStatement(
            "return CHECK.targets().stream().filter(target -> !target.isHost())"
                + ".map(target -> $T.dynamicTest(target.name(), () -> requirePredicted(target)))",
            DYNAMIC)
        .build();
  }

  private static MethodSpec.Builder factory(String method) {
    return MethodSpec.methodBuilder(method)
        .addAnnotation(FACTORY)
        .returns(ParameterizedTypeName.get(ClassName.get(Stream.class), DYNAMIC));
  }

  private static MethodSpec check(String method) {
    return available(method)
        .addStatement("CHECK.targetDiffers(target, $S).ifPresent($T::fail)", "-O2", ASSERTIONS)
        .build();
  }

  private static MethodSpec measure() {
    return available("requirePredicted")
        .addStatement(
            "$T.assertEquals($T.of(), CHECK.exceeded(target, $S))", ASSERTIONS, List.class, "-Os")
        .build();
  }

  private static MethodSpec.Builder available(String method) {
    return MethodSpec.methodBuilder(method)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(Target.class, "target")
        .addStatement(
            "$T.assumeTrue(target.availability().isAvailable(), target.availability().reason())",
            ASSUMPTIONS);
  }
}
