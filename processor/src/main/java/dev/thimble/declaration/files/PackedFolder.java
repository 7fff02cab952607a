package dev.thimble.declaration.files;

import dev.thimble.data.FolderFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Hands a model that is a folder on as one file: an archive of it, nothing compressed. */
final class PackedFolder {
  /** A zip cannot say earlier; the same folder gives the same bytes. */
  private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private PackedFolder() {}

  /**
   * The folder's files.
   *
   * @throws IOException if one cannot be read, is a link, or there are too many
   */
  static FoundFile read(String name, Path folder, int mostBytes) throws IOException {
    FolderFiles files = FolderFiles.read(folder, mostBytes);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.files().entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.getValue().length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(NO_DATE);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    CompletableFuture<String> hash = CompletableFuture.completedFuture(files.sha256());
    return new FoundFile(name, bytes.toByteArray(), hash);
  }
}
