package dev.thimble.declaration.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.fixture.Npz;
import dev.thimble.fixture.ResolvingProcessor;
import dev.thimble.resolve.ResolvedModel;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where files are found, and what is said when they are not. */
class FilesTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel(weights = "w.npz")
      final class M {
        @Input(shape = 4) Tensor x;
        @Dense(units = 3) Tensor y;
      }
      """;

  private static final byte[] WEIGHTS = new Npz().random("y.weight", 3, 4).bytes();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/java/ex/w.npz",
        "src/main/resources/ex/w.npz",
        "src/main/resources/w.npz",
        "out/ex/w.npz",
        "out/w.npz"
      })
  void isFoundAt(String place) {
    for (boolean eclipse : new boolean[] {false, true}) {
      Fixture fixture = Fixture.in(folder).java(MODEL).file(place, WEIGHTS);
      Compiled compiled = eclipse ? fixture.eclipse() : fixture.javac();
      // The file is there: what is missing is the chip.
      assertThat(compiled.errors()).as(place).first().isEqualTo("TM2101 M.java:6");
    }
  }

  @Test
  void isFoundOnTheClassPathAndInSubfolders() {
    Fixture other = Fixture.in(folder).file("ex/sub/w.npz", WEIGHTS);
    Path root = other.output().getParent();
    Fixture fixture = Fixture.in(folder).java(MODEL.replace("w.npz", "sub/w.npz")).classPath(root);
    assertThat(ResolvingProcessor.resolve(fixture).files())
        .extracting(ResolvedModel.ReadFile::name)
        .containsExactly("sub/w.npz");
  }

  @Test
  void itsHashIsKept() {
    Fixture fixture = Fixture.in(folder).java(MODEL).data("w.npz", WEIGHTS);
    assertThat(ResolvingProcessor.resolve(fixture).files())
        .containsExactly(
            new ResolvedModel.ReadFile("w.npz", FoundFile.of("w.npz", WEIGHTS).sha256()));
    assertThat(FoundFile.of("abc", "abc".getBytes(StandardCharsets.US_ASCII)).sha256())
        .startsWith("ba7816bf8f01cfea");
  }

  @Test
  void theOptionIsTheOnlyPlace() {
    Fixture models = Fixture.in(folder).file("a/ex/w.npz", WEIGHTS).file("b/none", new byte[0]);
    Path root = models.output().getParent();
    String folders = root.resolve("b") + File.pathSeparator + root.resolve("a");
    Fixture found = Fixture.in(folder).java(MODEL).option("-Athimble.models=" + folders);
    assertThat(found.javac().errors()).first().isEqualTo("TM2101 M.java:6");
    Compiled missing =
        Fixture.in(folder)
            .java(MODEL)
            .data("w.npz", WEIGHTS)
            .option("-Athimble.models=" + root.resolve("b"))
            .javac();
    assertThat(missing.errors()).containsExactly("TM1101 M.java:5");
    assertThat(missing.text("TM1101"))
        .contains(root.resolve("b/ex/w.npz").toString(), root.resolve("b/w.npz").toString())
        .doesNotContain("CLASS_OUTPUT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"models", "/no/such/folder"})
  void theOptionTakesAbsoluteFolders(String value) {
    Compiled compiled = Fixture.in(folder).java(MODEL).option("-Athimble.models=" + value).javac();
    assertThat(compiled.said())
        .filteredOn(Compiled.Said::error)
        .extracting(Compiled.Said::code)
        .containsExactly("TM1104");
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> ModelsOption.folders(Map.of("thimble.models", value)))
        .withMessageContaining(value);
  }

  @Test
  void everyPlaceTriedIsListed() {
    Compiled compiled = Fixture.in(folder).java(MODEL).javac();
    assertThat(compiled.text("TM1101"))
        .contains(
            "CLASS_OUTPUT: ex/w.npz",
            "CLASS_OUTPUT: w.npz",
            "CLASS_PATH: ex/w.npz",
            "SOURCE_PATH: w.npz",
            "src/main/java/ex/w.npz",
            "src/main/resources/ex/w.npz",
            "src/main/resources/w.npz");
  }

  private record Place(InputStream open) implements SearchPlace {
    @Override
    public String shown() {
      return "here";
    }
  }

  @Test
  void aFileThatIsTooLarge() {
    Place place = new Place(new ByteArrayInputStream(new byte[11]));
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> CompilerFiles.bytes(place.open(), place, 10))
        .satisfies(p -> assertThat(p.code()).isEqualTo(FileMessage.TM1107_FILE_TOO_LARGE));
  }

  @Test
  void aFileThatCannotBeRead() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk on fire");
          }
        };
    Place place = new Place(failing);
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> CompilerFiles.bytes(place.open(), place, 10))
        .withMessageContaining("here cannot be read: disk on fire")
        .satisfies(p -> assertThat(p.code()).isEqualTo(FileMessage.TM1102_FILE_UNREADABLE));
  }

  @Test
  void namesThatAreFine() {
    for (String name : List.of("w.npz", "models/kws v2.tflite", "a..b", "ü.npz")) {
      assertThat(FileNames.fault(name)).as(name).isEmpty();
    }
  }
}
