package dev.thimble.importer.torch.export;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.NamedArrays;
import dev.thimble.importer.data.RawType;
import dev.thimble.importer.torch.Storage;
import dev.thimble.importer.torch.StoredTensor;
import dev.thimble.importer.torch.TorchArchive;
import dev.thimble.importer.torch.TorchWeights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters, buffers and constants of an exported program by their names. Current archives
 * keep the elements of each in a file of its own, described in JSON; older ones keep files of
 * {@code torch.save} inside.
 */
final class ExportWeights {
  private static final String WEIGHTS = "data/weights/";
  private static final String CONSTANTS = "data/constants/";

  private static final Map<Long, RawType> TYPES =
      Map.of(
          1L,
          RawType.U8,
          2L,
          RawType.I8,
          3L,
          RawType.I16,
          4L,
          RawType.I32,
          5L,
          RawType.I64,
          6L,
          RawType.F16,
          7L,
          RawType.F32,
          8L,
          RawType.F64,
          12L,
          RawType.BOOL,
          13L,
          RawType.BF16);

  private final TorchArchive archive;
  private final Map<String, Array> arrays = new LinkedHashMap<>();

  ExportWeights(TorchArchive archive) throws Problem {
    this.archive = archive;
    config(WEIGHTS, "model_weights_config.json");
    config(CONSTANTS, "model_constants_config.json");
    saved("serialized_state_dict.pt");
    saved("serialized_constants.pt");
  }

  Optional<Array> find(String name) {
    return Optional.ofNullable(arrays.get(name));
  }

  private void config(String folder, String name) throws Problem {
    Optional<byte[]> bytes = archive.find(folder + name);
    if (bytes.isEmpty()) {
      return;
    }
    Json config = Json.parse(archive, folder + name, bytes.get()).get("config");
    for (String tensor : config.object().keySet()) {
      Json entry = config.get(tensor);
      String file = folder + entry.get("path_name").text();
      if (entry.get("use_pickle").truth()) {
        pickled(tensor, file);
      } else {
        arrays.put(tensor, plain(tensor, file, entry.get("tensor_meta")));
      }
    }
  }

  private Array plain(String name, String file, Json meta) throws Problem {
    RawType type = TYPES.get(meta.get("dtype").integer());
    if (type == null) {
      throw meta.get("dtype").bad("a type that is read");
    }
    long offset = meta.get("storage_offset").get("as_int").integer();
    StoredTensor tensor =
        new StoredTensor(
            new Storage(type, file, 0),
            offset,
            integers(meta.get("sizes")),
            integers(meta.get("strides")),
            Optional.empty());
    return archive.stored(name, tensor);
  }

  private static List<Long> integers(Json list) throws Problem {
    List<Long> result = new ArrayList<>();
    for (Json item : list.items()) {
      result.add(item.get("as_int").integer());
    }
    return result;
  }

  private void pickled(String name, String file) throws Problem {
    byte[] bytes = archive.find(file).orElseThrow(() -> archive.broken("it has no " + file));
    TorchArchive inner = new TorchArchive(new ModelFile(file, bytes));
    if (inner.pickle("data.pkl") instanceof StoredTensor tensor) {
      arrays.put(name, inner.array(name, tensor));
    }
  }

  private void saved(String file) throws Problem {
    Optional<byte[]> bytes = archive.find(file);
    if (bytes.isPresent() && TorchArchive.isZip(bytes.get())) {
      ModelFile inner = new ModelFile(file, bytes.get());
      Object top = new TorchArchive(inner).pickle("data.pkl");
      if (top instanceof Map<?, ?> map && !map.isEmpty()) {
        TensorFile tensors = new TorchWeights().read(inner);
        for (String name : tensors.names()) {
          tensors.find(name).ifPresent(array -> arrays.put(name, array));
        }
      }
    }
  }

  /** All arrays, for whoever wants only the weights. */
  NamedArrays all() {
    return new NamedArrays(arrays);
  }
}
