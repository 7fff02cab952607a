package dev.thimble.benchmarks;

import dev.thimble.HostTwin;
import dev.thimble.diagnostic.Problem;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Interpreter;
import dev.thimble.plan.Plan;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.testing.BuildOptions;
import dev.thimble.testing.Firmware;
import dev.thimble.testing.Run;
import dev.thimble.testing.RunOptions;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One golden case on one target after the other. */
final class GoldenRun {
  static final List<String> TARGETS =
      List.of(
          "interpreter",
          "java",
          "host",
          "atmega328p",
          "atmega2560",
          "cortex-m0",
          "cortex-m3",
          "cortex-m4",
          "cortex-m33",
          "cortex-m55");

  private static final boolean ALL = System.getProperty("thimble.golden", "").equals("all");

  /** At -O2, and every warning an error. */
  private static final BuildOptions BUILD =
      BuildOptions.DEFAULT.withModelFlags("-std=c99", "-Wconversion", "-Wpedantic", "-Werror");

  private final GoldenCase golden;
  private final GoldenReport report;
  private final BenchmarkModel model;
  private final List<String> differences = new ArrayList<>();

  GoldenRun(GoldenCase golden, GoldenReport report) throws Problem {
    this(golden, report, BenchmarkModel.of(golden.graph(), Profile.TFLM));
  }

  /** The same with the network's model as it is given. */
  GoldenRun(GoldenCase golden, GoldenReport report, BenchmarkModel model) {
    this.golden = golden;
    this.report = report;
    this.model = model;
  }

  /** What differed, one line for each target and output. */
  List<String> differences() {
    return differences;
  }

  void interpreter() {
    Interpreter interpreter = new Interpreter(model.program());
    List<List<long[]>> results = new ArrayList<>();
    for (GoldenCase.Vector vector : golden.vectors()) {
      if (!golden.stream()) {
        interpreter.reset();
      }
      interpreter.run(vector.inputs());
      results.add(model.program().outputs().stream().map(interpreter::read).toList());
    }
    compare("interpreter", results);
  }

  void twin() {
    HostTwin twin = model.twin();
    List<Buffer> outputs = model.program().outputs();
    List<List<long[]>> results = new ArrayList<>();
    // The first inference finds the state that the constructor left.
    for (GoldenCase.Vector vector : golden.vectors()) {
      if (!golden.stream() && !results.isEmpty()) {
        twin.reset();
      }
      twin.infer(Bytes.of(model.program().inputs(), vector.inputs()));
      results.add(Bytes.read(outputs, twin.outputs()));
    }
    compare("java", results);
  }

  /** Whether a chip's short addresses do not reach all constants. */
  boolean isFar(GoldenTarget place) {
    return !model.plan(place.mcu()).far().isEmpty();
  }

  /** Builds and runs the C, if the target has the memory and is installed. */
  void target(GoldenTarget place) {
    Plan plan = model.plan(place.mcu());
    Optional<Target> target = place.of(model, plan);
    if (target.isEmpty() || !target.get().availability().isAvailable()) {
      return;
    }
    GoldenCase few = golden.first(place.vectors(plan, ALL));
    List<byte[]> inputs =
        few.vectors().stream().map(v -> Bytes.of(model.program().inputs(), v.inputs())).toList();
    RunOptions options = RunOptions.DEFAULT.withRestartEvery(golden.stream() ? 0 : 1);
    try (Firmware firmware = target.get().build(BUILD)) {
      Run run = firmware.run(inputs, options);
      compare(
          place.name(),
          run.outputs().stream().map(o -> Bytes.read(model.program().outputs(), o)).toList());
    }
  }

  private void compare(String target, List<List<long[]>> results) {
    for (int output = 0; output < golden.outputNames().size(); output++) {
      String name = golden.outputNames().get(output);
      long mismatches = 0;
      for (int i = 0; i < results.size(); i++) {
        mismatches +=
            different(golden.vectors().get(i).outputs().get(output), results.get(i).get(output));
      }
      report.add(name, target, results.size(), golden.vectors().size(), mismatches);
      if (mismatches > 0) {
        differences.add(name + " on " + target + ": " + mismatches + " elements differ");
      }
    }
  }

  static long different(long[] expected, long[] actual) {
    long count = Math.abs(expected.length - actual.length);
    for (int i = 0; i < Math.min(expected.length, actual.length); i++) {
      count += expected[i] == actual[i] ? 0 : 1;
    }
    return count;
  }
}
