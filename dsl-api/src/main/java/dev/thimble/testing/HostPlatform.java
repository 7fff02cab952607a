package dev.thimble.testing;

import java.nio.file.Path;
import java.util.List;

/** Any C compiler of this host; the program is run as it is. */
final class HostPlatform implements Platform {

  @Override
  public String suffix() {
    return "on this host";
  }

  @Override
  public Availability availability() {
    return Tools.hostCompiler().isPresent() ? Availability.YES : Tools.check("cc");
  }

  @Override
  public String compiler() {
    return Tools.hostCompiler().map(Path::toString).orElse("cc");
  }

  @Override
  public List<String> flags() {
    return List.of("-DTHIMBLE_HOST");
  }

  @Override
  public List<String> ports() {
    return List.of("port_host.c");
  }

  @Override
  public List<String> linkerFlags(WorkDirectory directory) {
    return List.of("-lm");
  }

  @Override
  public SectionSizes sizes() {
    return new SectionSizes(false);
  }

  @Override
  public Unit unit() {
    return Unit.NANOSECONDS;
  }

  @Override
  public ToolProcess.Result run(
      Path program,
      List<String> functions,
      WorkDirectory directory,
      RunOptions options,
      Runnable poll) {
    return ToolProcess.run(List.of(program.toString()), directory.path(), options.timeout(), poll);
  }
}
