package dev.thimble.processor;

import dev.thimble.declaration.AnnotationValues;
import dev.thimble.declaration.Declaration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The next clock: the slowest usual one on which everything holds, up to the chip's highest. */
record FasterClock(Attempts attempts) implements Remedy {
  private static final int[] MEGAHERTZ = {
    1, 2, 4, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 72, 80, 84, 100, 120, 133, 150, 160, 168, 180,
    200, 216, 240, 280, 300, 400, 480, 500, 600, 800, 1000
  };

  private static final long MEGA = 1_000_000;

  @Override
  public Set<String> members() {
    return Set.of("latencyMicros");
  }

  @Override
  public List<Fix> fixes(Build failed, AnnotationValues device) {
    for (Targets.Target target : failed.targets()) {
      if (target.device().equals(device)) {
        return clocks(failed, target);
      }
    }
    return List.of();
  }

  private List<Fix> clocks(Build failed, Targets.Target target) {
    Declaration declaration = failed.model().declaration();
    for (int megahertz : MEGAHERTZ) {
      long clock = megahertz * MEGA;
      if (clock > target.clockHz() && clock <= target.match().chip().clockHz()) {
        AnnotationValues faster = target.device().with("clockHz", clock);
        Build build = attempts.planned(failed, declaration.withDevice(target.device(), faster));
        if (Attempts.fits(build)) {
          String text = String.format(Locale.ROOT, "clockHz = %,d", clock).replace(',', '_');
          return List.of(new Fix(text, build, ""));
        }
      }
    }
    return List.of();
  }
}
