package dev.thimble.importer.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.thimble.diagnostic.Problem;
import dev.thimble.fixture.Fixture;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of programs of PyTorch that are broken or ask for what is not there. */
class TorchProblemsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "torch.sigmoid( | torch.erfinv( | TM3003 | aten::erfinv",
        "torch.sigmoid( | torch.bool( | TM3003 | aten::bool",
        "if deep | if torch.item(x) | TM3506 | aten::item",
        "self.mean | self.nothing | TM3508 | nothing",
        "def forward( | def forward(( | TM3508 | line",
        "def forward | def backward | TM3508 | forward",
        "torch.cat([ | torch.cat([[ | TM3508 | line"
      })
  void aProgramWithFaults(String from, String to, String code, String said) throws Problem {
    Problem problem = problem(changed(from, to), Shape.of(6));
    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem).hasMessageContaining("changed.pt").hasMessageContaining(said);
  }

  /** The source of the script, with one text in it replaced wherever it stands. */
  private static ModelFile changed(String from, String to) throws Problem {
    Map<String, byte[]> entries = TorchNetworks.entries(TorchNetworks.bytes("control.script.pt"));
    boolean found = false;
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      String text = new String(entry.getValue(), StandardCharsets.UTF_8);
      if (entry.getKey().endsWith(".py") && text.contains(from)) {
        found = true;
        entry.setValue(text.replace(from, to).getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(found).as(from).isTrue();
    return new ModelFile("changed.pt", TorchNetworks.archive(entries));
  }

  @Test
  void anInputOfAnotherShape() {
    Problem problem = problem(TorchNetworks.file("control.script.pt"), Shape.of(7));
    assertThat(problem.code().code()).isEqualTo("TM3504");
    assertThat(problem).hasMessageContaining("input of 7");
    Problem rank = problem(TorchNetworks.file("pictures.ptl"), Shape.of(12, 10));
    assertThat(rank.code().code()).isEqualTo("TM3504");
  }

  @Test
  void anInputWithoutShape() {
    Problem problem = problem(TorchNetworks.file("control.script.pt"));
    assertThat(problem.code().code()).isEqualTo("TM3505");
    assertThat(problem).hasMessageContaining("input x has");
  }

  @Test
  void weightsAlone() throws Exception {
    Problem problem = problem(new ModelFile("w.pt", TorchFiles.stateDict()), Shape.of(3));
    assertThat(problem.code().code()).isEqualTo("TM3507");
    Problem exported = problem(new ModelFile("w.pt2", TorchFiles.stateDict()), Shape.of(3));
    assertThat(exported.code().code()).isEqualTo("TM3507");
  }

  @Test
  void aPartForABackend() {
    byte[] cut = Arrays.copyOf(TorchNetworks.bytes("control.pte"), 300);
    assertThat(problem(new ModelFile("cut.pte", cut)).code().code()).isEqualTo("TM3501");
    assertThat(problem(TorchNetworks.file("delegated.pte")).code().code()).isEqualTo("TM3509");
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
          @Input(shape = 7) Tensor x;

          @Network("control.ptl") Tensor y;
        }
        """;
    assertThat(
            Fixture.in(folder)
                .java(model)
                .data("control.ptl", TorchNetworks.bytes("control.ptl"))
                .javac()
                .errors())
        .containsExactly("TM3504 M.java:10");
  }

  private static Problem problem(ModelFile file, Shape... given) {
    return catchThrowableOfType(
        Problem.class,
        () -> Importers.installed().model(file).orElseThrow().read(file, List.of(given)));
  }
}
