package dev.thimble.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Cortex-M under QEMU: executed instructions, counted by a plugin of ours. Tested with QEMU 7.2.
 */
final class QemuPlatform implements Platform {
  private static final String QEMU = "qemu-system-arm";
  private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

  /** The interface of each QEMU that was asked. */
  private static final Map<String, Integer> APIS = new ConcurrentHashMap<>();

  private final DeviceInfo device;
  private final String machine;

  QemuPlatform(DeviceInfo device) {
    this.device = device;
    this.machine = device.machine().orElse("");
  }

  @Override
  public String suffix() {
    return "under QEMU's " + machine;
  }

  @Override
  public Availability availability() {
    return checkBoard()
        .and(() -> Tools.check(device.compiler()))
        .and(() -> Tools.check(QEMU))
        .and(() -> Tools.hostCompiler().isPresent() ? Availability.YES : Tools.check("cc"))
        .and(QemuPlatform::checkPlugin);
  }

  private Availability checkBoard() {
    return Board.of(machine).isPresent()
        ? Availability.YES
        : Availability.no("No memory map for the board " + machine + "; known: " + Board.known());
  }

  private static Availability checkPlugin() {
    try {
      plugin();
      return Availability.YES;
    } catch (TargetException e) {
      return Availability.no("The QEMU plugin cannot be built: " + e.getMessage());
    }
  }

  private static Path plugin() {
    String api =
        "-DPLUGIN_API=" + APIS.computeIfAbsent(Tools.require(QEMU), QemuPlatform::pluginApi);
    return HelperCache.compile("insn_plugin.c", List.of("-shared", "-fPIC", api));
  }

  /** The version of the plugin interface that this QEMU speaks. */
  private static int pluginApi(String qemu) {
    List<String> command = List.of(qemu, "--version");
    String version;
    try (WorkDirectory directory = WorkDirectory.open(Optional.empty())) {
      version = ToolProcess.run(command, directory.path(), Duration.ofMinutes(1)).output();
    }
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.find()) {
      return 1;
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    return major < 9 ? 1 : major > 9 ? 5 : 2 + minor;
  }

  @Override
  public String compiler() {
    return device.compiler();
  }

  @Override
  public List<String> flags() {
    return device.flags();
  }

  @Override
  public List<String> ports() {
    return List.of("port_arm.c", "arm_start.c");
  }

  @Override
  public List<String> linkerFlags(WorkDirectory directory) {
    Board board = Board.of(machine).orElseThrow(() -> new TargetException(checkBoard().reason()));
    directory.write("board.ld", board.linkerScript());
    return List.of("-nostartfiles", "-T", "board.ld", "-lm", "-lc", "-lgcc");
  }

  @Override
  public SectionSizes sizes() {
    return new SectionSizes(false);
  }

  @Override
  public Unit unit() {
    return Unit.INSTRUCTIONS;
  }

  @Override
  public long codeAddress(long symbolValue) {
    return symbolValue & ~1L; // Thumb
  }

  @Override
  public ToolProcess.Result run(
      Path program,
      List<String> functions,
      WorkDirectory directory,
      RunOptions options,
      Runnable poll) {
    String job = "limit " + options.limit() + "\n" + String.join("\n", functions) + "\n";
    directory.write("job.txt", job);
    List<String> command = new ArrayList<>(List.of(Tools.require(QEMU), "-M", machine));
    command.addAll(List.of("-display", "none", "-serial", "none", "-monitor", "none"));
    command.addAll(List.of("-semihosting-config", "enable=on,target=native"));
    String escaped = plugin().toString().replace(",", ",,");
    command.addAll(List.of("-plugin", escaped + ",job=job.txt,counts=counts.txt"));
    command.addAll(List.of("-kernel", program.toString()));
    return ToolProcess.run(command, directory.path(), options.timeout(), poll);
  }
}
