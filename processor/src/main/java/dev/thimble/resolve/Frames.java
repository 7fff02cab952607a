package dev.thimble.resolve;

import dev.thimble.declaration.AnnotationValues;
import java.util.List;

/**
 * How a step cuts a signal into windows.
 *
 * @param size samples of a window
 * @param hop samples from one window to the next
 */
record Frames(int size, int hop) {
  private static final double MILLIS = 1000;
  private static final List<String> CUTTERS =
      List.of("Frame", "Goertzel", "LogSpectrum", "Mfcc", "MicroFrontend", "Recent");

  /** Whether steps of that annotation cut a signal. */
  static boolean cuts(String annotation) {
    return CUTTERS.contains(annotation);
  }

  /** The windows of a step behind a signal of so many samples a second. */
  static Frames of(AnnotationValues step, double rate) {
    if (step.type().equals("Recent")) {
      int size = step.integer("frames").orElse(1L).intValue();
      return new Frames(size, step.integer("hop").orElse(1L).intValue());
    }
    if (step.type().equals("Goertzel")) {
      int size = step.integer("size").orElse(2L).intValue();
      return new Frames(size, step.integer("hop").orElse((long) size).intValue());
    }
    if (List.of("LogSpectrum", "Frame", "Mfcc").contains(step.type())) {
      int size = step.integer("size").orElse(2L).intValue();
      return new Frames(size, step.integer("hop").orElse(size / 2L).intValue());
    }
    double size = rate * step.integer("windowMillis").orElse(30L) / MILLIS;
    double hop = rate * step.integer("hopMillis").orElse(20L) / MILLIS;
    return new Frames(Math.max(1, (int) size), Math.max(1, (int) hop));
  }

  /** Samples of the first run that come before the first window. */
  int lead() {
    return (hop - size % hop) % hop;
  }

  /**
   * The first run at whose end a window is full.
   *
   * @param leading samples of the first run that come before the first sample
   */
  int first(int leading) {
    return (size + leading + hop - 1) / hop - 1;
  }
}
