package dev.thimble.testing;

import dev.thimble.data.FolderFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The files that a model was made from, as they are on the class path now. */
final class Provenance {
  private Provenance() {}

  /**
   * SHA-256 of a file, or of a model that is a folder, beside the annotated class or at the root of
   * the class path; empty if it is in neither.
   */
  static String sha256(ClassLoader loader, String binaryName, String name) {
    int dot = binaryName.lastIndexOf('.');
    String folder = dot < 0 ? "" : binaryName.substring(0, dot + 1).replace('.', '/');
    for (String path : List.of(folder + name, name)) {
      URL url = loader.getResource(path);
      if (url != null) {
        try {
          return sha256(url);
        } catch (IOException e) {
          throw new IllegalStateException(path, e);
        }
      }
    }
    return "";
  }

  private static String sha256(URL url) throws IOException {
    Optional<Path> folder = folder(url);
    if (folder.isPresent()) {
      return FolderFiles.read(folder.get(), Integer.MAX_VALUE - 1).sha256();
    }
    try (InputStream in = url.openStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static Optional<Path> folder(URL url) {
    try {
      return url.getProtocol().equals("file")
          ? Optional.of(Path.of(url.toURI())).filter(Files::isDirectory)
          : Optional.empty();
    } catch (URISyntaxException noPath) {
      return Optional.empty();
    }
  }
}
