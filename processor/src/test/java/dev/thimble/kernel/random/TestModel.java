package dev.thimble.kernel.random;

import dev.thimble.Optimise;
import dev.thimble.backend.Backend;
import dev.thimble.backend.Chip;
import dev.thimble.declaration.ModelName;
import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.c.CHeader;
import dev.thimble.emit.c.CNames;
import dev.thimble.emit.c.CSource;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Node;
import dev.thimble.graph.Value;
import dev.thimble.kernel.Buffer;
import dev.thimble.kernel.Kernel;
import dev.thimble.kernel.Program;
import dev.thimble.kernel.lower.Lower;
import dev.thimble.plan.Candidates;
import dev.thimble.plan.Plan;
import dev.thimble.plan.Planner;
import dev.thimble.plan.Wishes;
import dev.thimble.testing.GeneratedDevice;
import dev.thimble.testing.GeneratedModel;
import dev.thimble.testing.ModelInfo;
import dev.thimble.testing.Port;
import dev.thimble.testing.StepInfo;
import dev.thimble.testing.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A graph of integers made into a model as the processor would, without an annotated class. */
public record TestModel(Graph graph, Program program, ModelOutline outline) {
  private static final String C_NAME = "net";

  /** The model of a graph; each node is a step. */
  public static TestModel of(Graph rewritten) {
    Graph graph = named(rewritten);
    List<ModelOutline.Step> steps = new ArrayList<>();
    List<ModelOutline.Port> inputs = new ArrayList<>();
    for (String input : graph.inputs()) {
      ModelOutline.Port port = port(graph.value(input));
      inputs.add(port);
      steps.add(new ModelOutline.Step(input, "Input", port, List.of(), List.of()));
    }
    Program program = Lower.program(graph);
    for (Node node : graph.nodes()) {
      if (node.outputs().isEmpty()) {
        continue;
      }
      List<String> reads =
          node.inputs().stream().filter(name -> !graph.value(name).isConstant()).toList();
      List<String> kernels =
          program.kernels().stream().map(Kernel::name).filter(node.name()::equals).toList();
      String kind = node.operator().getClass().getSimpleName();
      steps.add(new ModelOutline.Step(node.name(), kind, port(graph.out(node)), reads, kernels));
    }
    List<ModelOutline.Port> outputs =
        graph.outputs().stream().map(name -> port(graph.value(name))).toList();
    ModelName name = new ModelName("random", "Net", "random.Net", C_NAME);
    return new TestModel(
        graph,
        program,
        new ModelOutline(name, true, inputs, outputs, steps, Optional.empty(), List.of()));
  }

  /** The same model with other kernels: only steps whose values are still there are seen. */
  public TestModel with(Program other) {
    List<ModelOutline.Step> seen =
        outline.steps().stream()
            .filter(step -> other.values().containsKey(step.result().value()))
            .map(
                s ->
                    new ModelOutline.Step(
                        s.name(), s.annotation(), s.result(), List.of(), s.kernels()))
            .toList();
    return new TestModel(
        graph,
        other,
        new ModelOutline(
            outline.name(),
            true,
            outline.inputs(),
            outline.outputs(),
            seen,
            Optional.empty(),
            List.of()));
  }

  /** Rewritings let a node write another one's value: here a node is named as what it gives. */
  private static Graph named(Graph graph) {
    List<Node> nodes =
        graph.nodes().stream()
            .map(
                n ->
                    n.outputs().size() != 1
                        ? n
                        : new Node(
                            n.output(),
                            n.output(),
                            n.operator(),
                            n.inputs(),
                            n.outputs(),
                            n.arithmetic()))
            .toList();
    return new Graph(graph.values(), nodes, graph.inputs(), graph.outputs());
  }

  private static ModelOutline.Port port(Value value) {
    return new ModelOutline.Port(
        value.name(), value.name(), value.element(), value.shape(), value.quantization());
  }

  /** The plan for a chip. */
  public Plan plan(Backend backend, Chip chip) {
    return Planner.plan(program, backend, chip, chip.clockHz());
  }

  /** The same, with another preference among claims. */
  public Plan plan(Backend backend, Chip chip, Optimise optimise) {
    Wishes wishes = Wishes.of(optimise, chip);
    return Planner.plan(
        program, Optional.empty(), backend, chip, chip.clockHz(), wishes, new Candidates());
  }

  /** The place where the chip's C runs: on its simulator, or on this host. */
  public Target target(Plan plan, boolean host) {
    Map<String, String> sources =
        Map.of(
            C_NAME + ".c", CSource.text(outline, plan), C_NAME + ".h", CHeader.text(outline, plan));
    GeneratedDevice device =
        new GeneratedDevice(plan.backend().device(plan.chip(), plan.clockHz()), sources);
    GeneratedModel model = new GeneratedModel(info(), List.of(device));
    String name = device.info().name();
    return host ? model.host(name) : model.simulator(name);
  }

  /** The C as it is for any machine, on this host. */
  public Target host() {
    return target(plan(new PlainBackend(), PlainBackend.CHIP), true);
  }

  private ModelInfo info() {
    List<StepInfo> steps = new ArrayList<>();
    for (Kernel kernel : program.kernels()) {
      int bytes = kernel.outputs().get(0).bytes();
      steps.add(new StepInfo(steps.size(), kernel.name(), function(kernel.name()), bytes));
    }
    return new ModelInfo(C_NAME, ports(graph.inputs()), ports(graph.outputs()), steps);
  }

  /** The C function of a kernel. */
  public String function(String kernel) {
    return CNames.of(outline).step(kernel);
  }

  private List<Port> ports(List<String> values) {
    return values.stream().map(name -> new Port(name, program.buffer(name).bytes())).toList();
  }

  /** The array of each input step. */
  public List<Buffer> inputs() {
    return program.inputs();
  }
}
