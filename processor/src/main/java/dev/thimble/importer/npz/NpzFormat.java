package dev.thimble.importer.npz;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import dev.thimble.importer.data.NamedArrays;
import dev.thimble.importer.data.ZipEntries;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads NumPy's {@code .npz}, a zip of {@code .npy} files, and a {@code .npy} alone, whose array is
 * named like the file without its folders and its ending.
 */
@AutoService(TensorFormat.class)
public final class NpzFormat implements TensorFormat {
  private static final String NPY = ".npy";

  /** For {@code ServiceLoader}. */
  public NpzFormat() {}

  @Override
  public boolean accepts(String fileName, byte[] head) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".npz") || lower.endsWith(NPY);
  }

  @Override
  public String format() {
    return "NumPy (.npz, .npy)";
  }

  @Override
  public TensorFile read(ModelFile file) throws Problem {
    if (NpyArray.looksLike(file.bytes())) {
      String name = withoutEnding(file.name().substring(file.name().lastIndexOf('/') + 1));
      return new NamedArrays(Map.of(name, new NpyArray(file.name(), name, file.bytes()).read()));
    }
    Map<String, Array> arrays = new LinkedHashMap<>();
    ZipEntries zip =
        new ZipEntries(
            file.bytes(), fault -> new Problem(FileMessage.TM1151_BROKEN_NPZ, file.name(), fault));
    List<ZipEntries.Entry> entries = zip.entries();
    for (ZipEntries.Entry entry : entries) {
      // Anything else in the archive is not ours; NumPy too ignores it until it is asked for.
      if (entry.name().endsWith(NPY)) {
        String name = withoutEnding(entry.name());
        NpyArray array = new NpyArray(file.name(), name, zip.bytes(entry));
        // Texts, such as names of labels, are no numbers: nobody asks for them.
        if (!array.isText()) {
          arrays.put(name, array.read());
        }
      }
    }
    return new NamedArrays(arrays);
  }

  private static String withoutEnding(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(NPY)
        ? name.substring(0, name.length() - NPY.length())
        : name;
  }
}
