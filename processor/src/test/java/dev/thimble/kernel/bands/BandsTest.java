package dev.thimble.kernel.bands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.random.BandedChains;
import dev.thimble.kernel.random.BandedChains.Banded;
import dev.thimble.kernel.random.Comparison;
import dev.thimble.kernel.random.Samples;
import dev.thimble.testing.BuildOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random chains of layers in bands of random height. */
class BandsTest {
  private static final int CHAINS = Integer.getInteger("thimble.chains", 90);

  @Test
  void bandsGiveTheSameBits() {
    int functions = 0;
    int kernels = 0;
    for (Banded one : BandedChains.of(1, CHAINS)) {
      Samples samples = Samples.of(one.whole().program(), 3, 3);
      Interpreter whole = new Interpreter(one.whole().program());
      Program program = one.bands().program();
      Interpreter bands = new Interpreter(program);
      for (List<long[]> inputs : samples.inputs()) {
        whole.run(inputs);
        bands.run(inputs);
        for (Buffer output : one.whole().program().outputs()) {
          assertThat(bands.read(output)).as(one.name()).isEqualTo(whole.read(output));
        }
      }
      functions += program.functions().size();
      kernels += program.kernels().size();
    }
    assertThat(functions).as("functions of %d kernels", kernels).isLessThan(kernels * 2 / 3);
  }

  @Test
  void twinsAndTheirCAgree() {
    int seed = 0;
    for (Banded one : BandedChains.of(CHAINS, CHAINS / 9)) {
      Comparison comparison = new Comparison(one.name(), one.bands(), seed++);
      comparison.twin();
      comparison.host(
          BuildOptions.DEFAULT
              .withOptimization("-O1")
              .withSanitizers("undefined", "address")
              .withModelFlags("-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Werror"));
    }
  }
}
