package dev.thimble.kernel.random;

import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Program;
import java.util.List;

/** What the interpreter has for each step of a model after one sample. */
final class Outcomes {
  private final Program program;
  private final Samples samples;
  private final int sample;

  Outcomes(TestModel model, Samples samples, int sample) {
    this.program = model.program();
    this.samples = samples;
    this.sample = sample;
  }

  byte[] of(String step) {
    Buffer buffer = program.buffer(step);
    int input = program.inputs().indexOf(buffer);
    if (input >= 0) {
      return Samples.bytes(buffer, samples.inputs().get(sample).get(input));
    }
    for (int kernel = 0; kernel < program.kernels().size(); kernel++) {
      if (program.kernels().get(kernel).outputs().equals(List.of(buffer))) {
        return samples.results().get(sample).get(kernel);
      }
    }
    throw new AssertionError("no step " + step);
  }
}
