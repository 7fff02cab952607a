package dev.thimble.testing;

import java.nio.file.Path;
import java.util.List;

/** An AVR under simavr: exact cycles. The runner is a C program of ours on libsimavr. */
final class SimavrPlatform implements Platform {
  private static final int DATA_ADDRESS = 0xffff; // the linker adds 0x800000 to RAM addresses

  private final DeviceInfo device;
  private final String mcu;

  SimavrPlatform(DeviceInfo device) {
    this.device = device;
    this.mcu = device.mcu().orElse(device.name());
  }

  @Override
  public String suffix() {
    return "under simavr";
  }

  @Override
  public Availability availability() {
    return Tools.check(device.compiler())
        .and(() -> Tools.hostCompiler().isPresent() ? Availability.YES : Tools.check("cc"))
        .and(SimavrPlatform::checkRunner);
  }

  private static Availability checkRunner() {
    try {
      runner();
      return Availability.YES;
    } catch (TargetException e) {
      return Availability.no(
          "simavr's library not usable; on Debian: apt-get install libsimavr-dev libelf-dev\n"
              + e.getMessage());
    }
  }

  private static Path runner() {
    return HelperCache.compile("avr_runner.c", List.of("-lsimavr", "-lelf"));
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
    return List.of("port_avr.c");
  }

  @Override
  public List<String> linkerFlags(WorkDirectory directory) {
    return List.of("-lm");
  }

  @Override
  public SectionSizes sizes() {
    return new SectionSizes(true);
  }

  @Override
  public Unit unit() {
    return Unit.CYCLES;
  }

  @Override
  public ToolProcess.Result run(
      Path program,
      List<String> functions,
      WorkDirectory directory,
      RunOptions options,
      Runnable poll) {
    directory.write("job.txt", job(ElfFile.read(program), functions, options));
    List<String> command = List.of(runner().toString(), program.toString());
    return ToolProcess.run(command, directory.path(), options.timeout(), poll);
  }

  private String job(ElfFile elf, List<String> functions, RunOptions options) {
    StringBuilder job = new StringBuilder();
    job.append("mcu ").append(mcu).append('\n');
    if (device.clockHz() > 0) {
      job.append("clock ").append(device.clockHz()).append('\n');
    }
    job.append("limit ").append(options.limit()).append('\n');
    job.append("port ").append(data(elf, "thimble_port")).append('\n');
    job.append("mail ").append(data(elf, "thimble_mail")).append('\n');
    job.append("heap ").append(data(elf, "_end")).append('\n');
    functions.forEach(line -> job.append(line).append('\n'));
    return job.toString();
  }

  private static long data(ElfFile elf, String symbol) {
    return elf.require(symbol).address() & DATA_ADDRESS;
  }
}
