package dev.thimble.benchmarks;

import java.util.List;

/**
 * A step of signals that is measured.
 *
 * @param name of the step
 * @param size samples of a frame or a block
 * @param steps its declaration behind {@code @Pcm Signal audio}, with what is read from the twin
 *     last
 * @param result the step that is read from the twin
 * @param kernels names that the measured kernels begin with
 * @param avr whether an ATmega328P has room for it
 * @param unit what a step of the result is in reals; 0 for logarithms of energies
 * @param reference what the result is in double precision
 */
record SignalCase(
    String name,
    int size,
    String steps,
    String result,
    List<String> kernels,
    boolean avr,
    double unit,
    Reference reference) {
  /** Double precision. */
  @FunctionalInterface
  interface Reference {
    /** Amplitudes as they should be, run by run, for samples between -1 and 1. */
    List<double[]> of(double[] samples);
  }

  /** Source of the model for some chips; slow enough for all of them. */
  String source(List<String> chips) {
    StringBuilder source = new StringBuilder("import dev.thimble.*;\n\n@TinyModel\n");
    chips.forEach(chip -> source.append("@Device(mcu = \"" + chip + "\")\n"));
    return source + "final class Net {\n  @Pcm(rate = 1_000) Signal audio;\n" + steps + "}\n";
  }
}
