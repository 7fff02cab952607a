package dev.thimble.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles a model's files and the harness, and links them. */
final class Build {
  private static final List<String> WARNINGS = List.of("-Wall", "-Wextra");

  /** Never optimised together with the model, or the model's functions might vanish in ours. */
  private static final List<String> OURS = List.of("-Os", "-w", "-fno-lto");

  private final CompiledTarget target;
  private final BuildOptions options;
  private final WorkDirectory directory;
  private final StringBuilder warnings = new StringBuilder();
  private final List<Path> modelObjects = new ArrayList<>();
  private final List<Path> objects = new ArrayList<>();

  Build(CompiledTarget target, BuildOptions options) {
    this.target = target;
    this.options = options;
    this.directory = WorkDirectory.open(options.directory());
  }

  Firmware build() {
    boolean built = false;
    try {
      writeSources();
      compileModel();
      compileHarness();
      Path program = link();
      Path probe = compile("probe.c", OURS);
      FlashRam sizes = target.platform().sizes().of(modelObjects, probe, program);
      built = true;
      return new BuiltFirmware(
          target, options.trace(), directory, program, sizes, warnings.toString());
    } finally {
      if (!built) {
        directory.close();
      }
    }
  }

  private void writeSources() {
    target.sources().forEach(directory::write);
    directory.write("thimble_model.h", modelHeader(target.model()));
    String macro = target.model().macroPrefix() + "_TRACE";
    directory.write("thimble_trace.h", Resources.text("trace.h").replace("@MACRO@", macro));
    List<String> resources = new ArrayList<>(target.platform().ports());
    resources.addAll(List.of("harness.h", "harness.c", "probe.c", "arm_semihosting.h"));
    resources.forEach(name -> directory.write(name, Resources.text(name)));
  }

  /** Names the model's functions to the harness. */
  private static String modelHeader(ModelInfo model) {
    String c = model.cName();
    String ram = model.macroPrefix() + "_RAM_BYTES";
    StringBuilder header = new StringBuilder();
    header.append("#include \"").append(c).append(".h\"\n");
    header.append("#define THIMBLE_MODEL ").append(c).append("_t\n");
    header.append("#define THIMBLE_INIT ").append(c).append("_init\n");
    header.append("#define THIMBLE_RUN ").append(model.runFunction()).append('\n');
    header.append("#define THIMBLE_INPUTS(PORT)").append(ports(c, model.inputs())).append('\n');
    header.append("#define THIMBLE_OUTPUTS(PORT)").append(ports(c, model.outputs())).append('\n');
    header.append("#ifdef ").append(ram).append('\n');
    header.append("#define THIMBLE_RAM_BYTES ").append(ram).append("\n#endif\n");
    return header.toString();
  }

  private static String ports(String cName, List<Port> ports) {
    StringBuilder list = new StringBuilder();
    for (Port port : ports) {
      list.append(String.format(" PORT(%s_%s, %d)", cName, port.name(), port.bytes()));
    }
    return list.toString();
  }

  private void compileModel() {
    List<String> flags = new ArrayList<>(List.of(options.optimization()));
    flags.addAll(WARNINGS);
    if (target.isHost() && !options.modelFlags().contains("c++")) {
      flags.add("-std=c99");
    }
    flags.addAll(options.modelFlags());
    if (options.flags().contains("-flto")) {
      flags.add("-ffat-lto-objects"); // there is something to size in them
    }
    flags.addAll(traceFlags());
    target.sources().keySet().stream()
        .filter(name -> name.endsWith(".c") || name.endsWith(".S"))
        .sorted()
        .forEach(name -> modelObjects.add(compile(name, flags)));
    objects.addAll(modelObjects);
  }

  private void compileHarness() {
    List<String> flags = new ArrayList<>(OURS);
    flags.addAll(traceFlags());
    objects.add(compile("harness.c", flags));
    target.platform().ports().forEach(name -> objects.add(compile(name, flags)));
  }

  private List<String> traceFlags() {
    return options.trace() ? List.of("-include", "thimble_trace.h") : List.of();
  }

  private Path compile(String source, List<String> flags) {
    List<String> command = command();
    command.addAll(flags);
    command.addAll(List.of("-I.", "-c", source, "-o", source + ".o"));
    warnings.append(run(command, source + " does not compile for " + target.name()));
    return directory.path().resolve(source + ".o");
  }

  private Path link() {
    List<String> command = command();
    command.add(options.optimization());
    objects.forEach(object -> command.add(directory.path().relativize(object).toString()));
    command.addAll(List.of("-o", "firmware.elf"));
    command.addAll(target.platform().linkerFlags(directory));
    warnings.append(run(command, target.model().cName() + " does not link for " + target.name()));
    return directory.path().resolve("firmware.elf");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Tools.require(options.compiler().orElse(target.platform().compiler())));
    command.addAll(target.platform().flags());
    if (!options.sanitizers().isEmpty()) {
      command.add("-fsanitize=" + String.join(",", options.sanitizers()));
      command.addAll(List.of("-fno-sanitize-recover=all", "-g"));
    }
    command.addAll(options.flags());
    return command;
  }

  private String run(List<String> command, String failure) {
    ToolProcess.Result result = ToolProcess.run(command, directory.path(), options.timeout());
    if (!result.succeeded()) {
      throw new TargetException(failure, String.join(" ", command) + "\n" + result.output());
    }
    return result.output();
  }
}
