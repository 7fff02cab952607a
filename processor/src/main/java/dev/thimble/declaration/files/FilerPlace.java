package dev.thimble.declaration.files;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.tools.JavaFileManager;
import javax.tools.StandardLocation;

/** A file where the compiler itself looks. */
record FilerPlace(Filer filer, JavaFileManager.Location location, String packageName, String name)
    implements SearchPlace {
  @Override
  public String shown() {
    String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
    return location.getName() + ": " + folder + name;
  }

  /** Some build tools return files that are not there: only opening one tells. */
  @Override
  public InputStream open() throws IOException {
    return filer.getResource(location, packageName, name).openInputStream();
  }

  /** Only where the compiler's places are folders themselves: an archive is not looked into. */
  @Override
  public Optional<Path> folder() {
    return location == StandardLocation.CLASS_OUTPUT ? inOutput() : named();
  }

  private Optional<Path> named() {
    try {
      return folder(filer.getResource(location, packageName, name).toUri());
    } catch (IOException | RuntimeException notThere) {
      return Optional.empty();
    }
  }

  /** Eclipse gives no folder as a resource; one that is never opened leaves no file behind. */
  private Optional<Path> inOutput() {
    try {
      String probe = name + "/thimble-" + System.nanoTime() + ".probe";
      URI uri = filer.createResource(location, packageName, probe).toUri();
      return folder(URI.create(uri.toString().replaceFirst("/[^/]*$", "")));
    } catch (IOException | RuntimeException notThere) {
      return Optional.empty();
    }
  }

  private static Optional<Path> folder(URI uri) {
    return "file".equals(uri.getScheme())
        ? Optional.of(Path.of(uri)).filter(Files::isDirectory)
        : Optional.empty();
  }
}
