package dev.thimble.importer.torch.script;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.ModelImporter;
import dev.thimble.importer.torch.TorchArchive;
import java.util.List;
import java.util.Locale;

/**
 * Reads modules that {@code torch.jit.save} or the saver of the mobile interpreter wrote: {@code
 * .pt} and {@code .ptl}. What has bytecode is read by its bytecode, all else by its source.
 */
@AutoService(ModelImporter.class)
public final class TorchScriptImporter implements ModelImporter {
  /** For the service loader. */
  public TorchScriptImporter() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".pt") || lower.endsWith(".ptl") || lower.endsWith(".pth");
  }

  @Override
  public String format() {
    return "TorchScript (.pt, .ptl)";
  }

  @Override
  public Graph read(ModelFile file) throws Problem {
    return read(file, List.of());
  }

  @Override
  public Graph read(ModelFile file, List<Shape> given) throws Problem {
    return new ScriptNetwork(file, new TorchArchive(file)).read(given);
  }

  /** The file's own language was not kept to. */
  static Problem broken(ModelFile file, ScriptFault fault) {
    return new Problem(
        TorchMessage.TM3508_BROKEN_TORCH_PROGRAM, file.name(), String.valueOf(fault.getMessage()));
  }
}
