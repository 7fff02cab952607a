package dev.thimble.benchmarks;

import dev.thimble.HostTwin;
import dev.thimble.backend.Backends;
import dev.thimble.declaration.ModelName;
import dev.thimble.diagnostic.Problem;
import dev.thimble.emit.GraphOutline;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.c.CHeader;
import dev.thimble.emit.c.CSource;
import dev.thimble.emit.java.JavaTwin;
import dev.thimble.emit.manifest.Manifest;
import dev.thimble.graph.Graph;
import dev.thimble.graph.passes.IntegerPasses;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.kernel.random.InMemoryCompiler;
import dev.thimble.plan.Plan;
import dev.thimble.plan.Planner;
import dev.thimble.plan.RowFusion;
import dev.thimble.quantize.reference.Profile;
import dev.thimble.quantize.reference.ReferenceArithmetic;
import dev.thimble.testing.DeviceInfo;
import dev.thimble.testing.GeneratedDevice;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network through all phases, as the processor takes a declared one. */
record BenchmarkModel(Graph graph, Program program, ModelOutline outline) {
  private static final String C_NAME = "net";
  private static final Backends BACKENDS =
      Backends.installed(BenchmarkModel.class.getClassLoader());

  /** A network of which only the outputs matter. */
  static BenchmarkModel of(Graph imported, Profile profile) throws Problem {
    return of(imported, profile, Set.of());
  }

  /** A network of which these values are to be seen. */
  static BenchmarkModel of(Graph imported, Profile profile, Set<String> kept) throws Problem {
    Graph graph = new IntegerPasses(kept).apply(ReferenceArithmetic.apply(imported, profile));
    ModelName name = new ModelName("golden", "Net", "golden.Net", C_NAME);
    return new BenchmarkModel(graph, Lower.program(graph), GraphOutline.of(name, graph));
  }

  /** The same in bands, so that the arena has so many bytes on a chip, scratch left out. */
  BenchmarkModel fused(String mcu, int arena) {
    Backends.Match match = BACKENDS.find(mcu).orElseThrow();
    Program bands = RowFusion.fused(program, match.backend().costs(match.chip()), Set.of(), arena);
    return new BenchmarkModel(graph, bands, outline);
  }

  Plan plan(String mcu) {
    Backends.Match match = BACKENDS.find(mcu).orElseThrow();
    return Planner.plan(program, match.backend(), match.chip(), match.chip().clockHz());
  }

  /** Where the chip's C runs: on this host, or simulated as the device says. */
  Target target(Plan plan, DeviceInfo device, boolean host) {
    Map<String, String> sources =
        Map.of(
            C_NAME + ".c", CSource.text(outline, plan), C_NAME + ".h", CHeader.text(outline, plan));
    GeneratedModel model =
        new GeneratedModel(
            Manifest.info(outline, program), List.of(new GeneratedDevice(device, sources)));
    return host ? model.host(device.name()) : model.simulator(device.name());
  }

  JavaTwin javaTwin() {
    return new JavaTwin(outline, program);
  }

  /** A new instance of the twin, compiled in memory. */
  HostTwin twin() {
    try {
      Class<?> type =
          InMemoryCompiler.compile("golden.NetModel", javaTwin()).loadClass("golden.NetModel");
      Object instance = type.getConstructor().newInstance();
      return (HostTwin) type.getMethod("hostTwin").invoke(instance);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
