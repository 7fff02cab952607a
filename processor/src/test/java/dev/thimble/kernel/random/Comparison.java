package dev.thimble.kernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.thimble.HostTwin;
import dev.thimble.backend.Backend;
import dev.thimble.kernel.Kernel;
import dev.thimble.plan.KernelCost;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.LongSummary;
import dev.thimble.testing.Run;
import dev.thimble.testing.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Compares every step of a model, wherever it runs, with the interpreter. */
public final class Comparison {
  private static final int SAMPLES = 5;

  private final String name;
  private final TestModel model;
  private final Samples samples;

  /** A comparison of the random graph with that seed. */
  public Comparison(long seed, int layers) {
    this("seed " + seed, TestModel.of(RandomGraphs.of(seed, layers)), seed);
  }

  /** A comparison of a model. */
  public Comparison(String name, TestModel model, long seed) {
    this.name = name;
    this.model = model;
    this.samples = Samples.of(model.program(), seed, SAMPLES);
  }

  /** The model. */
  public TestModel model() {
    return model;
  }

  /** Its inputs and expected results. */
  public Samples samples() {
    return samples;
  }

  /** Kernels that are compared. */
  public int layers() {
    return model.program().kernels().size();
  }

  /** Runs the Java twin, whole and, where there are no states, step by step. */
  public void twin() {
    Twin twin = Twin.compile(model);
    HostTwin host = twin.hostTwin();
    host.reset();
    for (int sample = 0; sample < SAMPLES; sample++) {
      host.infer(samples.input(model.program(), sample));
      for (int kernel = 0; kernel < layers(); kernel++) {
        check("the Java twin", sample, kernel, host.result(kernel));
      }
      if (model.program().states().isEmpty()) {
        twin.checkSteps(sample, samples);
      }
    }
  }

  /** Builds with a trace of each step, and runs. Warnings are failures. */
  public void target(Target target, BuildOptions options) {
    String where = target.name() + " at " + options.optimization();
    Run run = run(target, options);
    for (int sample = 0; sample < SAMPLES; sample++) {
      List<byte[]> trace = run.trace().get(sample);
      for (int kernel = 0; kernel < layers(); kernel++) {
        check(where, sample, kernel, trace.get(kernel));
      }
    }
  }

  /** How many bytes of all steps are not the interpreter's. Warnings are failures. */
  public int differing(Target target, BuildOptions options) {
    Run run = run(target, options);
    int differing = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      for (int kernel = 0; kernel < layers(); kernel++) {
        byte[] expected = samples.results().get(sample).get(kernel);
        byte[] actual = run.trace().get(sample).get(kernel);
        differing += Math.abs(expected.length - actual.length);
        for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
          differing += expected[i] == actual[i] ? 0 : 1;
        }
      }
    }
    return differing;
  }

  /**
   * Runs without a trace: each of these steps takes what was predicted, exactly so where least and
   * most are the same.
   *
   * @param costs steps whose time is known within limits
   * @param call what a call takes before the step's first instruction, which is not measured
   */
  public Run costs(Target target, BuildOptions options, List<KernelCost> costs, int call) {
    try (Firmware firmware = target.build(options)) {
      Run run = firmware.run(samples.firmwareInputs(model.program()));
      for (KernelCost cost : costs) {
        LongSummary measured = run.perStep().get(model.function(cost.name()));
        assertThat(List.of(measured.min() + call, measured.max() + call))
            .as("%s of %s on %s at %s", cost.name(), name, target.name(), options.optimization())
            .allSatisfy(each -> assertThat(each).isBetween(cost.leastCycles(), cost.cycles()));
      }
      return run;
    }
  }

  private Run run(Target target, BuildOptions options) {
    try (Firmware firmware = target.build(options.withTrace())) {
      if (!firmware.warnings().isEmpty()) {
        fail("%s on %s: warnings:%n%s", name, target.name(), firmware.warnings());
      }
      return firmware.run(samples.firmwareInputs(model.program()));
    }
  }

  /** The same on this host; without a C compiler the test is skipped. */
  public void host(BuildOptions options) {
    target(available(model.host()), options);
  }

  /** The same on a chip's simulator at some levels; without the simulator the test is skipped. */
  public void simulator(Backend backend, String mcu, String... levels) {
    Target target = available(model.target(model.plan(backend, Chips.of(backend, mcu)), false));
    for (String level : levels) {
      target(target, BuildOptions.DEFAULT.withOptimization(level));
    }
  }

  private static Target available(Target target) {
    assumeTrue(target.availability().isAvailable(), target.availability().reason());
    return target;
  }

  private void check(String where, int sample, int index, byte[] actual) {
    byte[] expected = samples.results().get(sample).get(index);
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      Kernel kernel = model.program().kernels().get(index);
      fail(
          String.format(
              Locale.ROOT,
              "%s: %s gives another %s (%s) for sample %d at byte %d:%nexpected %s%n but was %s",
              name,
              where,
              kernel.name(),
              kernel.summary(),
              sample,
              at,
              Arrays.toString(expected),
              Arrays.toString(actual)));
    }
  }
}
