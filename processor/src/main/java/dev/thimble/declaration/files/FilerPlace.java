package dev.thimble.declaration.files;

import java.io.IOException;
import java.io.InputStream;
import javax.annotation.processing.Filer;
import javax.tools.JavaFileManager;

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
}
