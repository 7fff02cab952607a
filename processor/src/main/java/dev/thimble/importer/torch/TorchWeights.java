package dev.thimble.importer.torch;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import dev.thimble.importer.data.NamedArrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Weights that {@code torch.save(model.state_dict(), ...)} wrote, also inside a checkpoint, and
 * those of a TorchScript module, named as {@code state_dict()} names them.
 */
@AutoService(TensorFormat.class)
public final class TorchWeights implements TensorFormat {
  /** Where training scripts put the weights in a checkpoint. */
  private static final List<String> CHECKPOINT_KEYS =
      List.of("state_dict", "model_state_dict", "model");

  /** For {@code ServiceLoader}. */
  public TorchWeights() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".pt") || lower.endsWith(".pth") || lower.endsWith(".ptl");
  }

  @Override
  public String format() {
    return "PyTorch (.pt, .pth, .ptl)";
  }

  @Override
  public TensorFile read(ModelFile file) throws Problem {
    TorchArchive archive = new TorchArchive(file);
    Object top = archive.pickle("data.pkl");
    Map<String, StoredTensor> tensors = new StateNames(archive).tensors(unwrapped(top));
    if (tensors.isEmpty()) {
      throw new Problem(TorchMessage.TM3503_NO_TORCH_WEIGHTS, file.name());
    }
    Map<String, Array> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, StoredTensor> entry : tensors.entrySet()) {
      arrays.put(entry.getKey(), archive.array(entry.getKey(), entry.getValue()));
    }
    return new NamedArrays(arrays);
  }

  private static Object unwrapped(Object top) {
    if (top instanceof Map<?, ?> map) {
      for (String key : CHECKPOINT_KEYS) {
        if (map.get(key) instanceof Map<?, ?> inner) {
          return inner;
        }
      }
    }
    return top;
  }
}
