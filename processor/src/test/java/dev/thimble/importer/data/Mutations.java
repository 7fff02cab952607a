package dev.thimble.importer.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Damages a sound file in thousands of ways: each is refused by a coded problem or read completely.
 */
public final class Mutations {
  private Mutations() {}

  /** Cuts the file after every byte; {@code complete} says which cuts may still be read. */
  public static void truncate(
      TensorFormat format, String name, byte[] sound, Predicate<TensorFile> complete) {
    for (int length = 0; length < sound.length; length++) {
      check(format, name, Arrays.copyOf(sound, length), complete);
    }
  }

  /** Flips bits, and overwrites fields by extreme numbers. */
  public static int damage(TensorFormat format, String name, byte[] sound, int rounds, long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = sound.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
          case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> bytes[at] = (byte) random.nextInt(256);
          default ->
              Arrays.fill(
                  bytes,
                  at,
                  Math.min(bytes.length, at + 4),
                  (byte) (random.nextBoolean() ? 0xFF : 0x39));
        }
      }
      refused += check(format, name, bytes, file -> true) ? 0 : 1;
    }
    return refused;
  }

  private static boolean check(
      TensorFormat format, String name, byte[] bytes, Predicate<TensorFile> valid) {
    try {
      TensorFile file = format.read(new ModelFile(name, bytes));
      file.names().forEach(n -> assertThat(file.find(n).orElseThrow().size()).isNotNegative());
      assertThat(valid.test(file)).isTrue();
      return true;
    } catch (Problem e) {
      assertThat(e.code().code()).matches("TM(115|35).*");
      return false;
    }
  }
}
