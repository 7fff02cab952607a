package dev.thimble.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A linked program and the directory that it lies in. */
record BuiltFirmware(
    CompiledTarget target,
    boolean traced,
    WorkDirectory directory,
    Path program,
    FlashRam sizes,
    String warnings)
    implements Firmware {

  @Override
  public Run run(List<byte[]> inputs, RunOptions options) {
    try (WorkDirectory place = WorkDirectory.open(Optional.empty())) {
      RunFiles files = new RunFiles(target.model(), place.path());
      files.writeInputs(inputs, options.restartEvery());
      Platform platform = target.platform();
      Runnable poll = () -> options.progress().accept(files.outputsSoFar());
      ToolProcess.Result result = platform.run(program, functions(), place, options, poll);
      if (!result.succeeded()) {
        throw failure(result, files.outputsSoFar());
      }
      options.progress().accept(files.outputsSoFar());
      return files.read(inputs.size(), traced, platform.unit());
    }
  }

  private TargetException failure(ToolProcess.Result result, int done) {
    int code = result.exitCode();
    String how = code > 128 ? "ended with signal " + (code - 128) : "ended with code " + code;
    String where = target.model().cName() + " on " + target.name();
    return new TargetException(where + " " + how + " at input " + done, result.output());
  }

  /**
   * One line a function for the job file: the inference first, then the steps that the linker kept.
   */
  private List<String> functions() {
    if (target.isHost()) {
      return List.of();
    }
    ElfFile elf = ElfFile.read(program);
    List<String> lines = new ArrayList<>();
    String run = target.model().runFunction();
    lines.add(line(elf.require(run), run));
    for (StepInfo step : target.model().steps()) {
      step.function().ifPresent(name -> find(elf, name).ifPresent(s -> lines.add(line(s, name))));
    }
    return lines;
  }

  /**
   * Specialised copies are {@code digits_step_hidden.constprop.0}, in C++ {@code
   * _ZL18digits_step_hidden...}.
   */
  private static Optional<ElfFile.Symbol> find(ElfFile elf, String name) {
    String mangled = "_ZL" + name.length() + name;
    return elf.symbols().stream()
        .filter(
            s ->
                s.name().equals(name)
                    || s.name().startsWith(name + ".")
                    || s.name().startsWith(mangled))
        .filter(s -> !s.name().contains(".part.") && !s.name().contains(".cold"))
        .findFirst();
  }

  private String line(ElfFile.Symbol symbol, String name) {
    long address = target.platform().codeAddress(symbol.address());
    return "function 0x" + Long.toHexString(address) + " " + symbol.size() + " " + name;
  }

  @Override
  public void close() {
    directory.close();
  }
}
