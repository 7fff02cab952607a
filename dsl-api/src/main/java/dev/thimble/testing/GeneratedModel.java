package dev.thimble.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A model's generated C with all that is needed to build and run it.
 *
 * <p>In {@code META-INF/thimble/<binary class name>/} lie {@code model.properties} and a folder for
 * each device with its C and {@code device.properties}.
 *
 * <pre>{@code
 * GeneratedModel model = GeneratedModel.load(Digits.class.getClassLoader(), "example.Digits");
 * for (Target target : model.targets()) {
 *   assumeTrue(target.availability().isAvailable(), target.availability()::reason);
 *   try (Firmware firmware = target.build()) {
 *     Run run = firmware.run(List.of(pixels));
 *     System.out.println(target.name() + ": " + run.total().max() + " " + run.unit());
 *   }
 * }
 * }</pre>
 *
 * @param info how to call it
 * @param devices its C, sorted by the device's name
 */
public record GeneratedModel(ModelInfo info, List<GeneratedDevice> devices) {
  private static final String ROOT = "META-INF/thimble/";

  /** Copies the list. */
  public GeneratedModel {
    Objects.requireNonNull(info, "info");
    devices = List.copyOf(devices);
  }

  /** Finds a model on the class path, in folders and jars. */
  public static GeneratedModel load(ClassLoader loader, String binaryName) {
    return of(ResourceTree.find(loader, ROOT + binaryName, ModelInfo.FILE_NAME));
  }

  /** Finds a model that was compiled together with a class. */
  public static GeneratedModel load(Class<?> anchor, String binaryName) {
    return load(anchor.getClassLoader(), binaryName);
  }

  /** Finds the model of an annotated class. */
  public static GeneratedModel load(Class<?> annotated) {
    return load(annotated, annotated.getName());
  }

  /** Reads the folder that holds {@code model.properties}. */
  public static GeneratedModel read(Path folder) {
    return of(ResourceTree.read(folder));
  }

  private static GeneratedModel of(Map<String, String> files) {
    ModelInfo info = ModelInfo.fromText(require(files, ModelInfo.FILE_NAME));
    String marker = "/" + DeviceInfo.FILE_NAME;
    List<GeneratedDevice> devices =
        files.keySet().stream()
            .filter(name -> name.endsWith(marker))
            .map(name -> name.substring(0, name.length() - marker.length()))
            .map(folder -> device(folder, files))
            .toList();
    return new GeneratedModel(info, devices);
  }

  private static String require(Map<String, String> files, String name) {
    if (!files.containsKey(name)) {
      throw new IllegalArgumentException("No " + name + " among " + files.keySet());
    }
    return files.getOrDefault(name, "");
  }

  private static GeneratedDevice device(String folder, Map<String, String> files) {
    Map<String, String> sources = new LinkedHashMap<>();
    files.forEach(
        (name, text) -> {
          if (name.startsWith(folder + "/") && name.matches(".*\\.(c|h|S)")) {
            sources.put(name.substring(folder.length() + 1), text);
          }
        });
    DeviceInfo info =
        DeviceInfo.fromText(folder, files.getOrDefault(folder + "/" + DeviceInfo.FILE_NAME, ""));
    return new GeneratedDevice(info, sources);
  }

  /**
   * All places where this model can run: for each device the host, and then its simulator if it has
   * one. Whether the tools are installed is for {@link Target#availability()} to say.
   */
  public List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    for (GeneratedDevice device : devices) {
      targets.add(target(device, new HostPlatform()));
      switch (device.info().simulator()) {
        case SIMAVR -> targets.add(target(device, new SimavrPlatform(device.info())));
        case QEMU -> targets.add(target(device, new QemuPlatform(device.info())));
        case NONE -> {}
      }
    }
    return targets;
  }

  /** A device's C, compiled for this host. */
  public Target host(String device) {
    return pick(device, true);
  }

  /** A device's C under its simulator. */
  public Target simulator(String device) {
    return pick(device, false);
  }

  private Target pick(String device, boolean host) {
    return targets().stream()
        .filter(target -> target.device().name().equals(device) && target.isHost() == host)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("No such target for " + device + ": " + names()));
  }

  private String names() {
    return targets().stream().map(Target::name).collect(Collectors.joining(", "));
  }

  private Target target(GeneratedDevice device, Platform platform) {
    return new CompiledTarget(info, device.info(), device.sources(), platform);
  }
}
