package dev.thimble.examples.mosquito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example's features and network on insects that flew, where the data set is there. */
class RealInsectsTest {
  private static final Path FILE =
      Path.of(System.getProperty("thimble.shared", "../../../shared/data"))
          .resolve("data/ucr_InsectWingbeatSound_TRAIN.tsv");

  @Test
  void realWingsAreHeardByTheirPitch() throws IOException {
    assumeTrue(Files.exists(FILE), "no shared data");
    List<RealInsects.Insect> insects = RealInsects.read(FILE);
    List<short[]> clips = RealInsects.clips(insects);
    RealInsects.Share species = RealInsects.asTrained(insects, clips);
    RealInsects.Share nearest =
        RealInsects.nearest(insects, clips.stream().map(RealInsects::features).toList());
    System.out.printf("real insects: %s by pitch, %s by class%n", species, nearest);
    assertThat(insects).hasSize(220);
    assertThat(species.right()).isGreaterThan(species.all() * 3 / 4);
    assertThat(nearest.right()).isGreaterThan(nearest.all() / 3);
  }
}
