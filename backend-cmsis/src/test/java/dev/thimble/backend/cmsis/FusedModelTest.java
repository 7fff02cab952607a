package dev.thimble.backend.cmsis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Executions;
import dev.thimble.fixture.Fixture;
import dev.thimble.testing.ModelCheck;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that does not fit is computed in bands, one that fits is not. */
class FusedModelTest {
  private static final String SOURCE =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "stm32l476")
      %s
      final class Blocks {
        @Network("blocks.onnx") Tensor scores;
      }
      """;

  private static final String FOLDER = "META-INF/thimble/ex.Blocks/stm32l476/";

  @TempDir Path folder;

  @Test
  void bandsFitWhereWholeArraysDoNot() throws Exception {
    Compiled free = compiled("");
    long most = metric(free, "ram");
    assertThat(code(compiled("@Budget(ram = " + most + ")"))).isEqualTo(code(free));
    long less = most - metric(free, "arena") / 4;
    Compiled tight = compiled("@Budget(ram = " + less + ")");
    assertThat(tight.errors()).as(() -> tight.said().toString()).isEmpty();
    assertThat(metric(tight, "ram")).isLessThanOrEqualTo(less);
    assertThat(code(tight)).contains("_part(model->arena").isNotEqualTo(code(free));
    ModelCheck check = Executions.check(tight.loader(), "Blocks");
    assertThat(check.twinDiffers()).isEmpty();
    for (Target target : check.targets()) {
      if (target.availability().isAvailable()) {
        assertThat(check.targetDiffers(target, "-O2")).as(target.name()).isEmpty();
      }
    }
  }

  private Compiled compiled(String budget) throws IOException {
    try (InputStream model =
        FusedModelTest.class.getResourceAsStream("/dev/thimble/importer/onnx/tiny_qdq.onnx")) {
      return Fixture.in(folder)
          .java(SOURCE.formatted(budget))
          .data("blocks.onnx", model.readAllBytes())
          .javac();
    }
  }

  private static String code(Compiled compiled) throws IOException {
    return Files.readString(compiled.output().resolve(FOLDER + "blocks.c"));
  }

  private static long metric(Compiled compiled, String name) throws IOException {
    return Files.readAllLines(compiled.output().resolve(FOLDER + "predicted.csv")).stream()
        .filter(line -> line.startsWith("*," + name + ","))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
