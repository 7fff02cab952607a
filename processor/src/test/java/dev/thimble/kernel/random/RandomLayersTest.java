package dev.thimble.kernel.random;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import dev.thimble.testing.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random layers: the interpreter, the Java twin and the C on this host give the same bits, step by
 * step.
 */
final class RandomLayersTest {
  private static final int LAYERS = Integer.getInteger("thimble.layers", 306);
  private static final int EACH = 34;
  private static final long SEED = 1;

  private static final String[] STRICT = {
    "-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Werror"
  };

  @Test
  void javaTwinsAgree() {
    int layers = 0;
    for (Comparison comparison : comparisons()) {
      comparison.twin();
      layers += comparison.layers();
    }
    System.out.println("Random layers, interpreter = Java twin: " + layers);
  }

  @Test
  void compiledForThisHostTheyAgree() {
    int layers = 0;
    for (Comparison comparison : comparisons()) {
      Target target = target(comparison);
      BuildOptions checked =
          BuildOptions.DEFAULT.withSanitizers("undefined", "address").withModelFlags(STRICT);
      comparison.target(target, checked.withOptimization(layers % 4 < 2 ? "-O0" : "-O2"));
      comparison.target(
          target, BuildOptions.DEFAULT.withOptimization("-O2").withModelFlags(STRICT));
      layers += comparison.layers();
    }
    System.out.println("Random layers, interpreter = C on this host: " + layers);
  }

  /**
   * Another compiler, and C++: a sketch includes the header, and some tools compile everything as
   * C++.
   */
  @ParameterizedTest
  @MethodSource("others")
  void otherCompilersAgree(String compiler, List<String> flags) {
    Comparison comparison = new Comparison(SEED, EACH);
    Target target = target(comparison);
    BuildOptions options =
        BuildOptions.DEFAULT.withCompiler(compiler).withModelFlags(flags.toArray(String[]::new));
    try {
      comparison.target(target, options);
    } catch (TargetException e) {
      assumeFalse(e.getMessage().contains("not found"), e.getMessage());
      throw e;
    }
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of("clang", List.of(STRICT)),
        Arguments.of(
            "gcc",
            List.of("-x", "c++", "-std=c++11", "-Wall", "-Wextra", "-Wconversion", "-Werror")));
  }

  private static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i * EACH < LAYERS; i++) {
      comparisons.add(new Comparison(SEED + i, EACH));
    }
    return comparisons;
  }

  private static Target target(Comparison comparison) {
    Target target = comparison.model().host();
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    return target;
  }
}
