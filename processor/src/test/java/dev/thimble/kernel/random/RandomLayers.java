package dev.thimble.kernel.random;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Target;
import java.util.Locale;

/** Random layers on a chip's simulator, compared step by step with the interpreter. */
public final class RandomLayers {
  private static final int EACH = 17;
  private static final long SEED = 1000;

  private static final String[] STRICT = {
    "-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic"
  };

  private RandomLayers() {}

  /**
   * Compares so many layers, or as many as {@code -Dthimble.layers} says, and prints how many they
   * were.
   *
   * @param levels the compiler's levels, each of which compiles every layer
   */
  public static void compare(Backend backend, String mcu, int layers, String... levels) {
    compare(backend, mcu, layers, BuildOptions.DEFAULT.withModelFlags(STRICT), levels);
  }

  /**
   * The same with a compiler and flags of one's own.
   *
   * @param options all but the level
   */
  public static void compare(
      Backend backend, String mcu, int layers, BuildOptions options, String... levels) {
    Chip chip = Chips.of(backend, mcu);
    int compared = 0;
    for (long seed = SEED; compared < Integer.getInteger("thimble.layers", layers); seed++) {
      Comparison comparison = new Comparison(seed, EACH);
      Target target = comparison.model().target(comparison.model().plan(backend, chip), false);
      assumeTrue(target.availability().isAvailable(), target.availability().reason());
      for (String level : levels) {
        comparison.target(target, options.withOptimization(level));
      }
      compared += comparison.layers();
    }
    System.out.printf(
        Locale.ROOT,
        "Random layers, interpreter = C on %s at %s: %d, seeds from %d%n",
        mcu,
        String.join(", ", levels),
        compared,
        SEED);
  }
}
