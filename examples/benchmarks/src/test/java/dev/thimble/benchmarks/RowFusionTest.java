package dev.thimble.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.data.Shared;
import dev.thimble.plan.Plan;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.FlashRam;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A detector of persons in bands: in little more than half of the memory, to the same integers. */
class RowFusionTest {
  private static final String MODEL = "models/tflite/tflm_person_detect_int8.tflite";
  private static final GoldenTarget PLACE = GoldenTarget.M4;
  private static final int WANTED = 20_000;

  private record Measured(Plan plan, long instructions, FlashRam sizes) {}

  @Test
  void personsAreDetectedInLessMemory() throws IOException, Problem {
    assumeTrue(SharedData.isThere(), "No models at " + Shared.folder().toAbsolutePath());
    GoldenCase golden = GoldenCases.model(Shared.folder().resolve(MODEL));
    BenchmarkModel whole = BenchmarkModel.of(golden.graph(), Profile.TFLM);
    BenchmarkModel bands = whole.fused(PLACE.mcu(), WANTED);
    assertThat(bands.plan(PLACE.mcu()).arenaBytes()).isLessThanOrEqualTo(WANTED);
    GoldenRun run = new GoldenRun(golden, new GoldenReport(GoldenRun.TARGETS), bands);
    run.interpreter();
    run.twin();
    for (GoldenTarget target : List.of(GoldenTarget.HOST, PLACE, GoldenTarget.M55)) {
      run.target(target);
    }
    assertThat(run.differences()).isEmpty();
    Measured before = measured("whole", whole, golden);
    Measured after = measured("in bands", bands, golden);
    assertThat(after.instructions()).isLessThan(before.instructions() * 103 / 100);
    assertThat(after.sizes().modelFlash()).isLessThan(before.sizes().modelFlash() + 8 * 1024);
  }

  private static Measured measured(String what, BenchmarkModel model, GoldenCase golden) {
    Plan plan = model.plan(PLACE.mcu());
    Target target = PLACE.of(model, plan).orElseThrow();
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    try (Firmware firmware = target.build()) {
      byte[] input = Bytes.of(model.program().inputs(), golden.vectors().get(0).inputs());
      Run run = firmware.run(List.of(input));
      long instructions = run.total().max();
      System.out.printf(
          Locale.ROOT,
          "%s: arena %,d, flash %,d (predicted %,d), instructions %,d (predicted %,d), stack %,d%n",
          what,
          plan.arenaBytes(),
          firmware.sizes().modelFlash(),
          plan.flashBytes(),
          instructions,
          plan.cycles(),
          run.stackBytes().orElse(0));
      assertThat(plan.cycles()).isBetween(instructions * 97 / 100, instructions * 106 / 100);
      assertThat(run.stackBytes().orElse(0)).isLessThanOrEqualTo(plan.stackBytes());
      assertThat(firmware.sizes().modelFlash()).isLessThanOrEqualTo(plan.flashBytes());
      return new Measured(plan, instructions, firmware.sizes());
    }
  }
}
