package dev.thimble.importer.data;

import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.npz.NpzFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The models and golden vectors beside the checkout; tests do without where they are not there. */
public final class Shared {
  private Shared() {}

  /** Where they lie: as Maven says, else beside the checkout, where a module runs its tests. */
  public static Path folder() {
    Path example = Path.of("../../../shared/data");
    String beside = Files.isDirectory(example) ? example.toString() : "../../shared/data";
    return Path.of(System.getProperty("thimble.shared", beside));
  }

  /** All files of that kind in a folder, by name; none where the folder is not there. */
  public static List<Path> files(String folder, String suffix) throws IOException {
    Path path = folder().resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  /** A file, or a folder as the archive that importers get. */
  public static ModelFile file(Path path) throws IOException {
    return new ModelFile(
        path.getFileName().toString(),
        Files.isDirectory(path) ? archive(path) : Files.readAllBytes(path));
  }

  private static byte[] archive(Path path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(path.relativize(file).toString().replace('\\', '/')));
        zip.write(Files.readAllBytes(file));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** The arrays of an {@code .npz}. */
  public static TensorFile arrays(Path path) throws IOException, Problem {
    return new NpzFormat().read(file(path));
  }

  /** A file's name without its ending. */
  public static String name(Path path) {
    return path.getFileName().toString().replaceAll("\\.[a-z0-9]+$", "");
  }
}
