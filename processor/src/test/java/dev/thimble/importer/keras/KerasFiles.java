package dev.thimble.importer.keras;

import dev.thimble.diagnostic.KerasMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.data.ZipEntries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The models of {@code make_models.py}, and archives with changed parts. */
final class KerasFiles {
  private KerasFiles() {}

  static byte[] bytes(String name) {
    try (InputStream in = KerasFiles.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ModelFile file(String name) {
    return new ModelFile(name, bytes(name));
  }

  /** The entries of an archive. */
  static Map<String, byte[]> entries(byte[] archive) throws Problem {
    ZipEntries zip =
        new ZipEntries(
            archive, fault -> new Problem(KerasMessage.TM3701_BROKEN_KERAS, "archive", fault));
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (ZipEntries.Entry entry : zip.entries()) {
      entries.put(entry.name(), zip.bytes(entry));
    }
    return entries;
  }

  static byte[] archive(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(1);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The tiny archive with its configuration changed. */
  static ModelFile tiny(String from, String to) throws Problem {
    return changed("tiny.keras", from, to);
  }

  /** An archive with its configuration changed. */
  static ModelFile changed(String name, String from, String to) throws Problem {
    Map<String, byte[]> entries = entries(bytes(name));
    String config = new String(entries.get("config.json"), StandardCharsets.UTF_8);
    if (!config.contains(from)) {
      throw new IllegalArgumentException(from + " is not in " + config);
    }
    entries.put("config.json", config.replace(from, to).getBytes(StandardCharsets.UTF_8));
    return new ModelFile(name, archive(entries));
  }
}
