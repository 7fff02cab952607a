package dev.thimble.importer.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.ZipEntries;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The two files that Keras writes: an archive of {@code config.json} and {@code model.weights.h5},
 * or one HDF5 file that has the configuration in an attribute.
 *
 * @param config the configuration of the model
 * @param weights where layers find their arrays
 */
record KerasFile(Config config, LayerWeights weights) {
  private static final byte[] HDF5_SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Whether bytes begin like HDF5. */
  static boolean isHdf5(byte[] head) {
    boolean same = head.length >= HDF5_SIGNATURE.length;
    for (int i = 0; same && i < HDF5_SIGNATURE.length; i++) {
      same = head[i] == HDF5_SIGNATURE[i];
    }
    return same;
  }

  /** Opens either. */
  static KerasFile open(ModelFile file) throws Problem {
    return isHdf5(file.bytes()) ? hdf5(file) : archive(file);
  }

  private static KerasFile archive(ModelFile file) throws Problem {
    ZipEntries zip =
        new ZipEntries(
            file.bytes(),
            fault -> new Problem(KerasMessage.TM3701_BROKEN_KERAS, file.name(), fault));
    List<ZipEntries.Entry> entries = zip.entries();
    Optional<byte[]> text = entry(zip, entries, "config.json");
    if (text.isEmpty()) {
      throw new Problem(KerasMessage.TM3702_NO_ARCHITECTURE, file.name());
    }
    Optional<byte[]> weights = entry(zip, entries, "model.weights.h5");
    if (weights.isEmpty()) {
      throw new Problem(
          KerasMessage.TM3701_BROKEN_KERAS, file.name(), "it has no entry model.weights.h5");
    }
    Config config = json(file.name(), new String(text.get(), StandardCharsets.UTF_8));
    Hdf5.Contents contents = Hdf5.read(file.name(), weights.get());
    return new KerasFile(config, new ArchiveWeights(contents));
  }

  private static Optional<byte[]> entry(ZipEntries zip, List<ZipEntries.Entry> entries, String name)
      throws Problem {
    for (ZipEntries.Entry entry : entries) {
      if (entry.name().equals(name)) {
        return Optional.of(zip.bytes(entry));
      }
    }
    return Optional.empty();
  }

  private static KerasFile hdf5(ModelFile file) throws Problem {
    Hdf5.Contents contents = Hdf5.read(file.name(), file.bytes());
    List<String> config = contents.texts().getOrDefault("@model_config", List.of());
    if (config.isEmpty()) {
      throw new Problem(KerasMessage.TM3702_NO_ARCHITECTURE, file.name());
    }
    return new KerasFile(json(file.name(), config.get(0)), new LegacyWeights(contents));
  }

  private static Config json(String file, String text) throws Problem {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      // Infinity is written by Python for limits that are not set.
      reader.setStrictness(Strictness.LENIENT);
      reader.setNestingLimit(100);
      JsonElement root = JsonParser.parseReader(reader);
      if (root.isJsonObject()) {
        return new Config(file, "", root.getAsJsonObject());
      }
    } catch (JsonParseException | IOException | NumberFormatException | IllegalStateException e) {
      throw new Problem(
          KerasMessage.TM3701_BROKEN_KERAS, file, "its configuration does not follow JSON");
    }
    throw new Problem(
        KerasMessage.TM3701_BROKEN_KERAS, file, "its configuration is no object of JSON");
  }
}
