package dev.thimble.importer.torch.export;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.torch.TorchArchive;
import dev.thimble.importer.torch.aten.AtenProgram;
import dev.thimble.importer.torch.aten.InputShapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what {@code torch.export.save} writes. */
@AutoService(ModelImporter.class)
public final class ExportImporter implements ModelImporter {
  private static final List<String> PROGRAMS =
      List.of("models/model.json", "serialized_exported_program.json");

  /** For the service loader. */
  public ExportImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    return fileName.toLowerCase(Locale.ROOT).endsWith(".pt2");
  }

  @Override
  public String format() {
    return "torch.export (.pt2)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    return read(file, List.of());
  }

  @Override
  public Graph read(ModelFile file, List<Shape> given) throws Problem {
    TorchArchive archive = new TorchArchive(file);
    Json json = program(file, archive);
    ExportWeights weights = new ExportWeights(archive);
    ExportedProgram program = new ExportedProgram(archive, json, weights);
    List<List<Integer>> shapes = new ArrayList<>();
    for (String input : program.inputs()) {
      shapes.add(program.extents(input));
    }
    // Extents that are left open come from what feeds the network; an open batch is one sample.
    boolean open =
        shapes.stream().anyMatch(s -> s.subList(Math.min(1, s.size()), s.size()).contains(-1));
    return InputShapes.read(
        file.name(),
        program.inputs(),
        open ? Optional.empty() : Optional.of(shapes),
        given,
        inputs -> built(file, new ExportedProgram(archive, json, weights), inputs));
  }

  private static Json program(ModelFile file, TorchArchive archive) throws Problem {
    for (String name : PROGRAMS) {
      Optional<byte[]> bytes = archive.find(name);
      if (bytes.isPresent()) {
        return Json.parse(archive, name, bytes.get());
      }
    }
    throw new Problem(TorchMessage.TM3507_NO_TORCH_PROGRAM, file.name(), PROGRAMS.get(0));
  }

  private static AtenProgram built(
      ModelFile file, ExportedProgram program, List<InputShapes.Input> inputs) throws Problem {
    AtenProgram network = new AtenProgram(file.name(), new Constants());
    for (int i = 0; i < inputs.size(); i++) {
      String name = program.inputs().get(i);
      program.set(name, network.input(name, inputs.get(i)));
    }
    program.run(network);
    network.outputs(program.outputs());
    return network;
  }

  /** Weights are read as arrays. */
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
