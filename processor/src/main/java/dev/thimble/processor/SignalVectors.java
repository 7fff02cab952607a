package dev.thimble.processor;

import dev.thimble.kernel.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Samples of a signal for golden vectors: tones in noise, now loud, now silent, for as long as it
 * takes until every kernel has run a few times.
 */
final class SignalVectors {
  private static final int LEAST_RUNS = 4;
  private static final int MOST_RUNS = 250;
  private static final int FURTHER_OUTPUTS = 2;
  private static final long SEED = 11;

  private SignalVectors() {}

  /** The inputs of one run after the other. */
  static List<List<long[]>> of(Program program) {
    int runs = Math.min(MOST_RUNS, Math.max(LEAST_RUNS, needed(program)));
    int length = program.inputs().get(0).length();
    Random random = new Random(SEED);
    List<List<long[]>> inputs = new ArrayList<>();
    double phase = 0;
    for (int run = 0; run < runs; run++) {
      double loudness = run % 5 == 4 ? 0 : Math.pow(2, 3 + random.nextInt(12));
      double turn = random.nextDouble() * Math.PI;
      long[] samples = new long[length];
      for (int i = 0; i < length; i++) {
        phase += turn;
        double value = loudness * (StrictMath.sin(phase) + random.nextGaussian() / 4);
        samples[i] = Math.round(Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, value)));
      }
      inputs.add(List.of(samples));
    }
    return inputs;
  }

  /** Runs until the slowest rhythm has brought some outputs, from what the counters start with. */
  private static int needed(Program program) {
    long waits =
        program.states().stream()
            .filter(state -> state.length() == 1 && state.data().isPresent())
            .mapToLong(state -> state.values()[0])
            .reduce(1, (a, b) -> a + b);
    long every = program.rhythms().values().stream().mapToLong(e -> e).reduce(1, (a, b) -> a * b);
    return (int) Math.min(MOST_RUNS, waits + FURTHER_OUTPUTS * every);
  }
}
