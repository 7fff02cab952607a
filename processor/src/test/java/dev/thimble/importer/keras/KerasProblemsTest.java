package dev.thimble.importer.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Fixture;
import dev.thimble.importer.ModelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of Keras's files that are broken or ask for what is not there. */
class KerasProblemsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"class_name\": \"Sequential\" | \"class_name\": \"Subclass\" | TM3703 | class_name",
        "\"class_name\": \"Dense\" | \"class_name\": \"Attention\" | TM3003 | Attention",
        "\"activation\": \"relu\" | \"activation\": \"mish2\" | TM3004 | mish2",
        "\"units\": 4 | \"name\": 4 | TM3703 | name",
        "[null, 6] | [null, null] | TM3703 | batch",
        "[null, 6] | [null, 7] | TM3005 | 6x4",
        "\"epsilon\": 0.001 | \"epsilon\": \"x\" | TM3703 | epsilon",
        "\"axis\": -1 | \"axis\": 9 | TM3005 | axis 9",
        "\"layers\": [ | \"sheets\": [ | TM3703 | layers",
      })
  void aConfigurationWithFaults(String from, String to, String code, String said) throws Problem {
    Problem problem = problem(KerasFiles.tiny(from, to));
    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem).hasMessageContaining("tiny.keras").hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"go_backwards\": false | \"go_backwards\": true | turned round",
        "\"stateful\": false | \"stateful\": true | given or kept",
        "\"unroll\": false | \"time_major\": true | time before the batch",
        "\"recurrent_activation\": \"sigmoid\" | \"recurrent_activation\": \"relu\" | gates of"
            + " relu",
        "\"merge_mode\": \"ave\" | \"merge_mode\": \"max\" | the mode max",
      })
  void recurrentLayersThatAreOtherwise(String from, String to, String said) throws Problem {
    Problem problem = problem(KerasFiles.changed("recurrent.keras", from, to));
    assertThat(problem.code().code()).isEqualTo("TM3004");
    assertThat(problem).hasMessageContaining("recurrent.keras").hasMessageContaining(said);
  }

  /** The way back has settings of its own, which need not be those of the way there. */
  @Test
  void aWayBackOfItsOwn() throws Problem {
    Map<String, byte[]> entries = KerasFiles.entries(KerasFiles.bytes("recurrent.keras"));
    String config = new String(entries.get("config.json"), StandardCharsets.UTF_8);
    String function = "\"activation\": \"tanh\"";
    String from = config.substring(config.indexOf("backward_lstm"));
    String upTo = from.substring(0, from.indexOf(function) + function.length());
    Problem problem =
        problem(KerasFiles.changed("recurrent.keras", upTo, upTo.replace("tanh", "relu")));
    assertThat(problem.code().code()).isEqualTo("TM3004");
    assertThat(problem).hasMessageContaining("the activation relu");
  }

  @Test
  void weightsAlone() throws Problem {
    Map<String, byte[]> entries = KerasFiles.entries(KerasFiles.bytes("tiny.keras"));
    Problem problem = problem(new ModelFile("w.h5", entries.get("model.weights.h5")));
    assertThat(problem.code().code()).isEqualTo("TM3702");
    entries.remove("config.json");
    Problem archive = problem(new ModelFile("w.keras", KerasFiles.archive(entries)));
    assertThat(archive.code().code()).isEqualTo("TM3702");
  }

  @Test
  void anArchiveWithoutWeightsOrWithBrokenOnes() throws Problem {
    Map<String, byte[]> entries = KerasFiles.entries(KerasFiles.bytes("tiny.keras"));
    byte[] weights = entries.remove("model.weights.h5");
    Problem none = problem(new ModelFile("m.keras", KerasFiles.archive(entries)));
    assertThat(none).hasMessageContaining("model.weights.h5");
    entries.put("model.weights.h5", Arrays.copyOf(weights, 700));
    Problem cut = problem(new ModelFile("m.keras", KerasFiles.archive(entries)));
    assertThat(cut.code().code()).isEqualTo("TM3701");
    assertThat(cut).hasMessageContaining("HDF5");
  }

  @Test
  void aConfigurationThatIsNoJson() throws Problem {
    Map<String, byte[]> entries = KerasFiles.entries(KerasFiles.bytes("tiny.keras"));
    entries.put("config.json", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    Problem problem = problem(new ModelFile("m.keras", KerasFiles.archive(entries)));
    assertThat(problem.code().code()).isEqualTo("TM3701");
  }

  @Test
  void layersInACircle() throws Problem {
    Map<String, byte[]> entries = KerasFiles.entries(KerasFiles.bytes("branches.keras"));
    String config = new String(entries.get("config.json"), StandardCharsets.UTF_8);
    String circle =
        config.replace("\"keras_history\": [\"picture\"", "\"keras_history\": [\"re_lu\"");
    assertThat(circle).isNotEqualTo(config);
    entries.put("config.json", circle.getBytes(StandardCharsets.UTF_8));
    Problem problem = problem(new ModelFile("m.keras", KerasFiles.archive(entries)));
    assertThat(problem.code().code()).isEqualTo("TM3704");
  }

  @Test
  void isReportedAtTheAnnotation() {
    String model =
        """
        package ex;

        import dev.thimble.*;

        @TinyModel
        @Device(mcu = "atmega328p")
        final class M {
          @Network("cut.keras") Tensor y;
        }
        """;
    byte[] cut = Arrays.copyOf(KerasFiles.bytes("tiny.keras"), 1000);
    assertThat(Fixture.in(folder).java(model).data("cut.keras", cut).javac().errors())
        .containsExactly("TM3701 M.java:8");
  }

  private static Problem problem(ModelFile file) {
    return catchThrowableOfType(Problem.class, () -> new KerasImporter().read(file));
  }
}
