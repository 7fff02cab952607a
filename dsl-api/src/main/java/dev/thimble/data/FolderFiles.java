package dev.thimble.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that is a folder, such as a {@code .mlpackage}: its files, read once, within bounds.
 *
 * <p>Links are refused, for they may lead out of the folder. Names that begin with a dot, which
 * file managers leave behind, do not count.
 */
public final class FolderFiles {
  private static final int MOST_FILES = 256;
  private static final int DEEPEST = 8;

  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private final Path root;
  private final int mostBytes;
  private int bytes;

  private FolderFiles(Path root, int mostBytes) {
    this.root = root;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads all files of a folder.
   *
   * @param mostBytes what they may have together
   * @throws IOException if the folder cannot be read or goes beyond a bound; the text says which
   */
  public static FolderFiles read(Path folder, int mostBytes) throws IOException {
    FolderFiles result = new FolderFiles(folder, mostBytes);
    result.walk(folder, "", 0);
    return result;
  }

  private void walk(Path folder, String prefix, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException(prefix + " lies more than " + DEEPEST + " folders deep");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!name.startsWith(".")) {
          add(entry, prefix + name, depth);
        }
      }
    }
  }

  private void add(Path entry, String name, int depth) throws IOException {
    if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      walk(entry, name + "/", depth + 1);
    } else if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(name + " is a link or a device, and not a file");
    } else if (files.size() == MOST_FILES) {
      throw new IOException("it holds more than " + MOST_FILES + " files");
    } else {
      try (InputStream in = Files.newInputStream(entry, LinkOption.NOFOLLOW_LINKS)) {
        byte[] contents = in.readNBytes(mostBytes - bytes + 1);
        bytes += contents.length;
        files.put(name, contents);
      }
      if (bytes > mostBytes) {
        throw new IOException("its files have more than " + mostBytes + " bytes");
      }
    }
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** Contents by name, with forward slashes, in the order of the names. */
  public Map<String, byte[]> files() {
    return Collections.unmodifiableMap(files);
  }

  /** SHA-256 over all names and contents, each behind its length, in hexadecimal. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.forEach(
          (name, contents) -> {
            update(digest, name.getBytes(StandardCharsets.UTF_8));
            update(digest, contents);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
