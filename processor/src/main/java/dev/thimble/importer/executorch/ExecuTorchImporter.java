package dev.thimble.importer.executorch;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Graph;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.data.FlatTable;
import dev.thimble.importer.torch.aten.AtenProgram;
import dev.thimble.importer.torch.aten.InputShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads ExecuTorch's programs: the plan named {@code forward}, or the only one. */
@AutoService(ModelImporter.class)
public final class ExecuTorchImporter implements ModelImporter {
  /** For the service loader. */
  public ExecuTorchImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".pte") || ProgramFile.identified(head);
  }

  @Override
  public String format() {
    return "ExecuTorch (.pte)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    ProgramFile program = new ProgramFile(file);
    FlatTable plan = plan(program);
    int[] inputs = plan.ints(3);
    PlanValues values = new PlanValues(program, plan);
    List<String> names = new ArrayList<>();
    List<List<Integer>> shapes = new ArrayList<>();
    for (int input : inputs) {
      List<Integer> extents = new ArrayList<>();
      for (int extent : values.extents(input)) {
        extents.add(extent);
      }
      names.add(inputs.length == 1 ? "input" : "input_" + names.size());
      shapes.add(extents);
    }
    return InputShapes.read(
        file.name(), names, Optional.of(shapes), List.of(), given -> built(program, plan, given));
  }

  private static FlatTable plan(ProgramFile program) throws Problem {
    List<FlatTable> plans = program.plans();
    for (FlatTable plan : plans) {
      if (plan.string(0).equals("forward") || plans.size() == 1) {
        return plan;
      }
    }
    throw program.broken("it has no method forward");
  }

  private static AtenProgram built(
      ProgramFile program, FlatTable plan, List<InputShapes.Input> given) throws Problem {
    AtenProgram network = new AtenProgram(program.name(), new Constants());
    PlanValues values = new PlanValues(program, plan);
    int[] inputs = plan.ints(3);
    for (int i = 0; i < inputs.length; i++) {
      String name = inputs.length == 1 ? "input" : "input_" + i;
      values.set(inputs[i], network.input(name, given.get(i)));
    }
    new PlanRunner(program, plan, values, network).run();
    List<Object> outputs = new ArrayList<>();
    for (int output : plan.ints(4)) {
      outputs.add(values.get(output, network));
    }
    network.outputs(outputs);
    return network;
  }

  /** Constants are read as arrays. */
  private static final class Constants implements AtenProgram.Loader {
    @Override
    public boolean isTensor(Object value) {
      return value instanceof Array;
    }

    @Override
    public Array load(Object value) {
      return (Array) value;
    }
  }
}
