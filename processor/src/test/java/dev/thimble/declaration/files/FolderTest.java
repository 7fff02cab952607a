package dev.thimble.declaration.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thimble.data.FolderFiles;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that are folders. */
class FolderTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "atmega328p")
      final class M {
        @Network("m.pack") Tensor y;
      }
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"src/main/java/ex/", "src/main/resources/ex/", "src/main/resources/", "out/ex/"})
  void isFoundAt(String place) {
    for (boolean eclipse : new boolean[] {false, true}) {
      Fixture fixture =
          Fixture.in(folder).java(MODEL).file(place + "m.pack/sub/part.bin", new byte[] {1, 2});
      Compiled compiled = eclipse ? fixture.eclipse() : fixture.javac();
      // It is found, and is of no format.
      assertThat(compiled.errors()).as(place).containsExactly("TM1106 M.java:8");
    }
  }

  @Test
  void aLinkInItIsRefused() throws IOException {
    Fixture fixture = Fixture.in(folder).java(MODEL).data("m.pack/a", new byte[1]);
    Path pack = fixture.sources().resolve("ex/m.pack");
    Files.createSymbolicLink(pack.resolve("b"), Path.of("/etc/hostname"));
    Compiled compiled = fixture.javac();
    assertThat(compiled.errors()).containsExactly("TM1109 M.java:8");
    assertThat(compiled.text("TM1109")).contains("b is a link");
  }

  @Test
  void boundsHold() throws IOException {
    Path pack = Files.createDirectories(folder.resolve("p"));
    Files.write(pack.resolve("a"), new byte[10]);
    Files.write(pack.resolve(".hidden"), new byte[100]);
    assertThat(FolderFiles.read(pack, 10).files()).containsOnlyKeys("a");
    assertThatThrownBy(() -> FolderFiles.read(pack, 9)).hasMessageContaining("more than 9 bytes");
    for (int i = 0; i < 256; i++) {
      Files.createFile(pack.resolve("f" + i));
    }
    assertThatThrownBy(() -> FolderFiles.read(pack, 10)).hasMessageContaining("256 files");
    Path deep = Files.createDirectories(folder.resolve("q/1/2/3/4/5/6/7/8/9/10"));
    Files.createFile(deep.resolve("a"));
    assertThatThrownBy(() -> FolderFiles.read(folder.resolve("q"), 10))
        .hasMessageContaining("deep");
  }

  @Test
  void itsHashSeesNamesAndContents() throws IOException {
    Path pack = Files.createDirectories(folder.resolve("h/sub"));
    Files.write(pack.resolve("a"), new byte[] {1});
    String first = FolderFiles.read(folder.resolve("h"), 10).sha256();
    assertThat(PackedFolder.read("h", folder.resolve("h"), 10).sha256()).isEqualTo(first);
    Files.move(pack.resolve("a"), pack.resolve("b"));
    assertThat(FolderFiles.read(folder.resolve("h"), 10).sha256()).isNotEqualTo(first);
  }
}
