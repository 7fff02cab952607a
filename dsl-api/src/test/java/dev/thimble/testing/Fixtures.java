package dev.thimble.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The hand-written models in the test resources, on all devices that the tests know. */
final class Fixtures {
  static final List<DeviceInfo> AVRS =
      List.of(
          DeviceInfo.avr("atmega328p", 16_000_000),
          DeviceInfo.avr("attiny85", 8_000_000),
          DeviceInfo.avr("atmega2560", 16_000_000));

  static final List<DeviceInfo> CORTEX_MS =
      Stream.of(Board.values())
          .map(board -> DeviceInfo.cortexM(board.cpu(), board.cpu(), board.machine(), 0))
          .toList();

  private Fixtures() {}

  static GeneratedModel digits(List<DeviceInfo> devices) {
    return model(
        "digits",
        List.of(new Port("image", 16)),
        List.of(new Port("scores", 10)),
        List.of(
            input(0, "image", 16),
            new StepInfo(1, "scores", "digits_step_scores", 10),
            new StepInfo(2, "digit", "digits_step_digit", 1)),
        devices);
  }

  static GeneratedModel blend(List<DeviceInfo> devices) {
    return model(
        "blend",
        List.of(new Port("left", 4), new Port("right", 2)),
        List.of(new Port("sum", 4), new Port("total", 2)),
        List.of(
            input(0, "left", 4),
            input(1, "right", 2),
            new StepInfo(2, "sum", "blend_step_sum", 4),
            new StepInfo(3, "total", "blend_step_total", 2)),
        devices);
  }

  static GeneratedModel wave(List<DeviceInfo> devices) {
    return model(
        "wave",
        List.of(new Port("sample", 2)),
        List.of(new Port("pair", 2)),
        List.of(
            input(0, "sample", 2),
            new StepInfo(1, "average", "wave_step_average", 2),
            new StepInfo(2, "pair", "wave_step_pair", 2)),
        devices);
  }

  static GeneratedModel ticks(List<DeviceInfo> devices) {
    List<StepInfo> steps =
        List.of(
            new StepInfo(0, "wait", "ticks_step_wait", 0),
            new StepInfo(1, "push", "ticks_step_push", 0),
            new StepInfo(2, "loop", "ticks_step_loop", 0),
            new StepInfo(3, "frame", "ticks_step_frame", 0));
    return model(
        "ticks", List.of(new Port("input", 1)), List.of(new Port("output", 1)), steps, devices);
  }

  static GeneratedModel faulty(List<DeviceInfo> devices) {
    return model(
        "faulty",
        List.of(new Port("mode", 1)),
        List.of(new Port("done", 1)),
        List.of(new StepInfo(0, "hang", "faulty_step_hang", 0)),
        devices);
  }

  /** Skips the test, with the reason, if the target's tools are not installed. */
  static Firmware build(Target target, BuildOptions options) {
    Availability availability = target.availability();
    assumeTrue(availability.isAvailable(), availability::reason);
    return target.build(options);
  }

  private static StepInfo input(int index, String name, int bytes) {
    return new StepInfo(index, name, Optional.empty(), bytes);
  }

  private static GeneratedModel model(
      String name,
      List<Port> inputs,
      List<Port> outputs,
      List<StepInfo> steps,
      List<DeviceInfo> devices) {
    Map<String, String> sources =
        Map.of(
            name + ".h", Resources.text(name + "/" + name + ".h"),
            name + ".c", Resources.text(name + "/" + name + ".c"));
    ModelInfo info = new ModelInfo(name, inputs, outputs, steps);
    return new GeneratedModel(
        info, devices.stream().map(device -> new GeneratedDevice(device, sources)).toList());
  }
}
