package dev.thimble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TwinConstantsTest {
  private static final String PATH = "META-INF/thimble/ex.Net/" + TwinConstants.FILE_NAME;

  /** Whose class loader finds files in the folder: a twin as a build tool would leave it. */
  private Class<?> twin = Object.class;

  @TempDir private Path folder;

  /** Another copy of this class, loaded from where the file is. */
  static final class Twin {}

  @BeforeEach
  void loadTwin() throws IOException, ReflectiveOperationException {
    String file = Twin.class.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve(file);
    Files.createDirectories(copy.getParent());
    try (var in = TwinConstantsTest.class.getClassLoader().getResourceAsStream(file)) {
      Files.write(copy, in.readAllBytes());
    }
    twin = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null).loadClass(name());
  }

  private static String name() {
    return Twin.class.getName();
  }

  private long write(byte[] bytes) throws IOException {
    Path file = folder.resolve(PATH);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  @Test
  void numbersOfEachWidthOneAfterTheOther() throws IOException {
    byte[] bytes =
        TwinBytes.write(
            new byte[] {-1, 2},
            new short[] {Short.MIN_VALUE},
            new int[] {7, Integer.MIN_VALUE},
            new long[] {Long.MAX_VALUE},
            new byte[] {3});
    TwinConstants constants = TwinConstants.of(twin, PATH, write(bytes));
    assertThat(constants.bytes(2)).containsExactly(-1, 2);
    assertThat(constants.shorts(1)).containsExactly(Short.MIN_VALUE);
    assertThat(constants.ints(2)).containsExactly(7, Integer.MIN_VALUE);
    assertThat(constants.longs(1)).containsExactly(Long.MAX_VALUE);
    assertThat(constants.bytes(1)).containsExactly(3);
  }

  @Test
  void fileThatIsNotThere() {
    assertThatThrownBy(() -> TwinConstants.of(twin, PATH, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "%s of %s is not in the class path; it belongs beside the class file", PATH, name());
  }

  @Test
  void fileOfAnotherCompilation() throws IOException {
    long crc = write(new byte[] {1, 2, 3});
    assertThatThrownBy(() -> TwinConstants.of(twin, PATH, crc ^ 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("%s of %s is of another compilation; compile the model again", PATH, name());
  }
}
