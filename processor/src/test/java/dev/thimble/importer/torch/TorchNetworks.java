package dev.thimble.importer.torch;

import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.TorchMessage;
import dev.thimble.graph.Graph;
import dev.thimble.graph.Shape;
import dev.thimble.importer.Array;
import dev.thimble.importer.Importers;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.data.ZipEntries;
import dev.thimble.importer.npz.NpzFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The models of {@code make_models.py}, and archives with changed parts. */
public final class TorchNetworks {
  private TorchNetworks() {}

  public static byte[] bytes(String name) {
    try (InputStream in = TorchNetworks.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ModelFile file(String name) {
    return new ModelFile(name, bytes(name));
  }

  static TensorFile golden(String name) throws Problem {
    return new NpzFormat().read(file(name + ".npz"));
  }

  /** The network of a file that is fed tensors like these, channels last. */
  public static Graph read(ModelFile file, Array inputs) throws Problem {
    List<Integer> extents = new ArrayList<>(inputs.extents().subList(1, inputs.extents().size()));
    if (extents.size() > 1) {
      Collections.rotate(extents, -1);
    }
    return Importers.installed().model(file).orElseThrow().read(file, List.of(new Shape(extents)));
  }

  /** Each sample as the graph wants it: channels, the first axis of a file's sample, go last. */
  public static List<List<float[]>> samples(Array inputs) {
    int count = inputs.extents().get(0);
    int size = inputs.size() / count;
    int channels = inputs.extents().size() > 2 ? inputs.extents().get(1) : size;
    int places = size / channels;
    List<List<float[]>> samples = new ArrayList<>();
    for (int sample = 0; sample < count; sample++) {
      float[] first = Arrays.copyOfRange(inputs.floats(), sample * size, (sample + 1) * size);
      float[] last = new float[size];
      for (int i = 0; i < size; i++) {
        last[i % places * channels + i / places] = first[i];
      }
      samples.add(List.of(last));
    }
    return samples;
  }

  /** The entries of an archive. */
  static Map<String, byte[]> entries(byte[] archive) throws Problem {
    ZipEntries zip =
        new ZipEntries(
            archive, fault -> new Problem(TorchMessage.TM3501_BROKEN_TORCH, "archive", fault));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (ZipEntries.Entry entry : zip.entries()) {
      entries.put(entry.name(), zip.bytes(entry));
    }
    return entries;
  }

  static byte[] archive(Map<String, byte[]> entries) {
    return archive(entries, ZipEntry.DEFLATED);
  }

  /** The archive, as torch writes it ({@link ZipEntry#STORED}) or smaller. */
  static byte[] archive(Map<String, byte[]> entries, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(1);
      for (Map.Entry<String, byte[]> file : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setMethod(method);
        entry.setSize(file.getValue().length);
        CRC32 sum = new CRC32();
        sum.update(file.getValue());
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
