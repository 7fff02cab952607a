package dev.thimble.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The C and properties files below a folder, by their path from there; sorted. */
final class ResourceTree {
  private ResourceTree() {}

  /** Finds the folder on the class path by a file that lies in it. */
  static Map<String, String> find(ClassLoader loader, String folder, String file) {
    URL url = loader.getResource(folder + "/" + file);
    if (url == null) {
      throw new IllegalArgumentException(
          "No " + folder + "/" + file + " on the class path: has the annotation processor run?");
    }
    try {
      return url.getProtocol().equals("jar")
          ? readJar(url, folder)
          : read(Path.of(url.toURI()).resolveSibling(".").normalize());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(url.toString(), e);
    }
  }

  private static Map<String, String> readJar(URL url, String folder)
      throws IOException, URISyntaxException {
    URL jar = ((JarURLConnection) url.openConnection()).getJarFileURL();
    try (FileSystem files = FileSystems.newFileSystem(Path.of(jar.toURI()))) {
      return read(files.getPath("/", folder));
    }
  }

  static Map<String, String> read(Path root) {
    try (Stream<Path> walk = Files.walk(root)) {
      Map<String, String> tree = new TreeMap<>();
      List<Path> files = walk.filter(ResourceTree::isText).toList();
      for (Path file : files) {
        String name = root.relativize(file).toString().replace('\\', '/');
        tree.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
      return tree;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isText(Path file) {
    return Files.isRegularFile(file) && file.toString().matches(".*\\.(c|h|S|properties)");
  }
}
