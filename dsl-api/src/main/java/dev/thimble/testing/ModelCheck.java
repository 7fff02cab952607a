package dev.thimble.testing;

import dev.thimble.HostTwin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The checks that generated tests make: the host twin against what the processor computed, every
 * target against the twin, step by step, and measured sizes against the predicted ones. A
 * difference is told as a text that names the first step that differs and the index in it.
 */
public final class ModelCheck {
  private static final int RANDOM_INPUTS = 8;
  private static final long SEED = 20_240_229;

  private final ClassLoader loader;
  private final String binaryName;
  private final String folder;
  private final GeneratedModel model;
  private final Golden golden;
  private final Supplier<HostTwin> twins;

  private ModelCheck(ClassLoader loader, String binaryName, Supplier<HostTwin> twins) {
    this.loader = loader;
    this.binaryName = binaryName;
    this.folder = "META-INF/thimble/" + binaryName + "/";
    this.model = GeneratedModel.load(loader, binaryName);
    this.golden = Golden.fromBytes(resource(Golden.FILE_NAME));
    this.twins = twins;
  }

  /**
   * The checks of a model.
   *
   * @param anchor a class of the same class path
   * @param binaryName the annotated class
   * @param twins makes a new host twin
   */
  public static ModelCheck of(Class<?> anchor, String binaryName, Supplier<HostTwin> twins) {
    return new ModelCheck(anchor.getClassLoader(), binaryName, twins);
  }

  /** The model's C and how to call it. */
  public GeneratedModel model() {
    return model;
  }

  /** All places where the model can run. */
  public List<Target> targets() {
    return model.targets();
  }

  /**
   * The inputs that the checks use: golden ones, then all smallest, all largest, all zero, then
   * random ones.
   */
  public List<byte[]> inputs() {
    List<byte[]> inputs = new ArrayList<>(golden.inputs());
    for (int value : new int[] {-128, 127, 0, -1}) {
      byte[] same = new byte[model.info().inputBytes()];
      Arrays.fill(same, (byte) value);
      inputs.add(same);
    }
    Random random = new Random(SEED);
    for (int i = 0; i < RANDOM_INPUTS; i++) {
      byte[] any = new byte[model.info().inputBytes()];
      random.nextBytes(any);
      inputs.add(any);
    }
    return inputs;
  }

  /**
   * The first difference between the twin and what the processor computed; the golden inputs are
   * one stream.
   */
  public Optional<String> twinDiffers() {
    HostTwin twin = twins.get();
    twin.reset();
    for (int i = 0; i < golden.vectors().size(); i++) {
      Golden.Vector vector = golden.vectors().get(i);
      twin.infer(vector.input());
      Optional<String> difference =
          difference("golden input " + i, vector.results(), results(twin));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private List<byte[]> results(HostTwin twin) {
    List<byte[]> results = new ArrayList<>();
    for (StepInfo step : model.info().steps()) {
      results.add(twin.result(step.index()));
    }
    return results;
  }

  /**
   * The first difference between a target and the twin, over {@link #inputs()} as one stream: first
   * every step in a traced build, then the outputs of a plain build.
   *
   * @param optimization the compiler's level
   */
  public Optional<String> targetDiffers(Target target, String optimization) {
    BuildOptions options = BuildOptions.DEFAULT.withOptimization(optimization);
    List<byte[]> inputs = inputs();
    HostTwin twin = twins.get();
    twin.reset();
    List<List<byte[]>> expected = new ArrayList<>();
    List<byte[]> outputs = new ArrayList<>();
    for (byte[] input : inputs) {
      twin.infer(input);
      expected.add(results(twin));
      outputs.add(twin.outputs());
    }
    try (Firmware traced = target.build(options.withTrace())) {
      List<List<byte[]>> trace = traced.run(inputs).trace();
      for (int i = 0; i < inputs.size(); i++) {
        Optional<String> difference = difference("input " + i, expected.get(i), trace.get(i));
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    try (Firmware plain = target.build(options)) {
      List<byte[]> actual = plain.run(inputs).outputs();
      for (int i = 0; i < inputs.size(); i++) {
        int index = Arrays.mismatch(outputs.get(i), actual.get(i));
        if (index >= 0) {
          return Optional.of("input " + i + ": output byte " + index + " differs without a trace");
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> difference(String input, List<byte[]> expected, List<byte[]> actual) {
    for (StepInfo step : model.info().steps()) {
      byte[] want = expected.get(step.index());
      byte[] got = actual.get(step.index());
      int index = Arrays.mismatch(want, got);
      if (index >= 0) {
        String at = "%s: step %s differs first, at byte %d".formatted(input, step.name(), index);
        boolean both = index < want.length && index < got.length;
        return Optional.of(
            both ? at + ": expected " + want[index] + ", got " + got[index] : at + " (length)");
      }
    }
    return Optional.empty();
  }

  /**
   * The files on the class path that are no longer those that the model was made from: build tools
   * do not see that a weights file has changed.
   *
   * @param madeFrom name and SHA-256 of each file, as the twin's {@code madeFrom()} gives them
   */
  public List<String> changedFiles(String... madeFrom) {
    List<String> changed = new ArrayList<>();
    for (String file : madeFrom) {
      int blank = file.lastIndexOf(' ');
      String name = file.substring(0, blank);
      String there = Provenance.sha256(loader, binaryName, name);
      if (!there.isEmpty() && !there.equals(file.substring(blank + 1))) {
        changed.add(name + " has changed since the model was compiled: compile it again (clean)");
      }
    }
    return changed;
  }

  /** What quantisation cost. */
  public Quality quality() {
    String text = new String(resource(Quality.FILE_NAME), StandardCharsets.UTF_8);
    return new Quality(text.lines().toList());
  }

  /** What was predicted for a device. */
  public Prediction prediction(Target target) {
    byte[] text = resource(target.device().name() + "/" + Prediction.FILE_NAME);
    return Prediction.fromText(new String(text, StandardCharsets.UTF_8));
  }

  /**
   * What a target uses more than was predicted: flash of the model, its RAM, its stack; empty if
   * nothing.
   */
  public List<String> exceeded(Target target, String optimization) {
    Prediction prediction = prediction(target);
    List<String> exceeded = new ArrayList<>();
    try (Firmware firmware = target.build(BuildOptions.DEFAULT.withOptimization(optimization))) {
      Run run = firmware.run(inputs());
      FlashRam sizes = firmware.sizes();
      check(exceeded, prediction, "flash", sizes.modelFlash());
      check(exceeded, prediction, "arena", sizes.structBytes());
      run.stackBytes().ifPresent(stack -> check(exceeded, prediction, "stack", stack));
    }
    return exceeded;
  }

  private static void check(
      List<String> exceeded, Prediction prediction, String metric, long measured) {
    long predicted = prediction.value(Prediction.MODEL, metric).orElse(Long.MAX_VALUE);
    if (measured > predicted) {
      exceeded.add("%s: %d measured, %d predicted".formatted(metric, measured, predicted));
    }
  }

  private byte[] resource(String name) {
    try (InputStream in = loader.getResourceAsStream(folder + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "No " + folder + name + " on the class path: compile the annotated class again.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
