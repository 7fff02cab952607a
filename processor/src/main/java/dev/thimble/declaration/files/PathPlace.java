package dev.thimble.declaration.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file in a folder. */
record PathPlace(Path path) implements SearchPlace {
  @Override
  public String shown() {
    return path.toString();
  }

  @Override
  public InputStream open() throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return Files.newInputStream(path);
  }

  @Override
  public Optional<Path> folder() {
    return Optional.of(path).filter(Files::isDirectory);
  }
}
