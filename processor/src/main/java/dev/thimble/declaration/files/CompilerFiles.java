package dev.thimble.declaration.files;

import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.diagnostic.Suggestions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/**
 * Finds files while compiling: in the folders of the option alone, or where the compiler looks,
 * beside the source and among the resources.
 */
public final class CompilerFiles implements FileFinder {
  private static final int MOST_BYTES = 256 << 20;

  private final ProcessingEnvironment environment;
  private final String packageName;
  private final List<Path> optionFolders;
  private final List<Path> sourceFolders;
  private final Map<String, FoundFile> read = new LinkedHashMap<>();

  /**
   * A finder for one class.
   *
   * @param optionFolders those of the option; empty if it is not given
   * @param byTrees the source file as the syntax trees of javac know it
   */
  public CompilerFiles(
      ProcessingEnvironment environment,
      TypeElement type,
      List<Path> optionFolders,
      Optional<URI> byTrees) {
    this.environment = environment;
    this.packageName =
        environment.getElementUtils().getPackageOf(type).getQualifiedName().toString();
    this.optionFolders = List.copyOf(optionFolders);
    this.sourceFolders =
        optionFolders.isEmpty()
            ? new SourceFolder(environment).candidates(type, packageName, byTrees)
            : List.of();
  }

  @Override
  public FoundFile find(String name) throws Problem {
    FoundFile known = read.get(name);
    if (known != null) {
      return known;
    }
    Optional<String> fault = FileNames.fault(name);
    if (fault.isPresent()) {
      throw new Problem(FileMessage.TM1103_FILE_NAME, name, fault.get());
    }
    List<SearchPlace> places = places(name);
    for (SearchPlace place : places) {
      Optional<FoundFile> found = at(place, name);
      if (found.isPresent()) {
        read.put(name, found.get());
        return found.get();
      }
    }
    throw notFound(name, places);
  }

  private static Optional<FoundFile> at(SearchPlace place, String name) throws Problem {
    // Some file systems open a folder and give a listing: folders are asked for first.
    Optional<Path> folder = name.contains(".") ? place.folder() : Optional.empty();
    if (folder.isPresent()) {
      return Optional.of(packed(name, place, folder.get()));
    }
    Optional<InputStream> stream = open(place);
    return stream.isPresent()
        ? Optional.of(FoundFile.of(name, bytes(stream.get(), place, MOST_BYTES)))
        : Optional.empty();
  }

  private static FoundFile packed(String name, SearchPlace place, Path folder) throws Problem {
    try {
      return PackedFolder.read(name, folder, MOST_BYTES);
    } catch (IOException refused) {
      throw new Problem(
          FileMessage.TM1109_FOLDER, place.shown(), String.valueOf(refused.getMessage()));
    }
  }

  private List<SearchPlace> places(String name) {
    List<SearchPlace> places = new ArrayList<>();
    Path folder = Path.of(packageName.replace('.', '/'));
    if (!optionFolders.isEmpty()) {
      for (Path option : optionFolders) {
        places.add(new PathPlace(option.resolve(folder).resolve(name)));
        places.add(new PathPlace(option.resolve(name)));
      }
      return places;
    }
    for (StandardLocation location :
        List.of(
            StandardLocation.CLASS_OUTPUT,
            StandardLocation.CLASS_PATH,
            StandardLocation.SOURCE_PATH)) {
      for (String root : new LinkedHashSet<>(List.of(packageName, ""))) {
        places.add(new FilerPlace(environment.getFiler(), location, root, name));
      }
    }
    besideSource(name, folder).forEach(p -> places.add(new PathPlace(p)));
    return places;
  }

  /** Beside the source, then in the resources of the same source set. */
  private Set<Path> besideSource(String name, Path folder) {
    Set<Path> paths = new LinkedHashSet<>();
    for (Path source : sourceFolders) {
      paths.add(source.resolve(name));
      Optional<Path> root = sourceRoot(source, folder);
      root.map(r -> r.resolveSibling("resources"))
          .ifPresent(
              resources -> {
                paths.add(resources.resolve(folder).resolve(name));
                paths.add(resources.resolve(name));
              });
    }
    return paths;
  }

  private static Optional<Path> sourceRoot(Path source, Path folder) {
    if (folder.toString().isEmpty()) {
      return Optional.of(source);
    }
    if (!source.endsWith(folder)) {
      return Optional.empty();
    }
    Optional<Path> root = Optional.of(source);
    for (int i = 0; i < folder.getNameCount(); i++) {
      root = root.map(Path::getParent);
    }
    return root;
  }

  /** Nothing that a build tool's file manager throws may stop the search. */
  @SuppressWarnings("CatchingUnchecked")
  private static Optional<InputStream> open(SearchPlace place) {
    try {
      return Optional.ofNullable(place.open());
    } catch (Exception | LinkageError notThere) {
      return Optional.empty();
    }
  }

  static byte[] bytes(InputStream stream, SearchPlace place, int most) throws Problem {
    try (stream) {
      byte[] bytes = stream.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new Problem(FileMessage.TM1107_FILE_TOO_LARGE, place.shown(), most);
      }
      return bytes;
    } catch (IOException unreadable) {
      throw new Problem(
          FileMessage.TM1102_FILE_UNREADABLE,
          place.shown(),
          String.valueOf(unreadable.getMessage()));
    }
  }

  private static Problem notFound(String name, List<SearchPlace> places) {
    StringBuilder tried = new StringBuilder();
    Set<String> neighbours = new LinkedHashSet<>();
    Set<String> shown = new LinkedHashSet<>();
    for (SearchPlace place : places) {
      if (shown.add(place.shown())) {
        tried.append("\n    ").append(place.shown());
      }
      if (place instanceof PathPlace file) {
        neighbours.addAll(siblings(file.path()));
      }
    }
    return new Problem(
        FileMessage.TM1101_FILE_NOT_FOUND, name, Suggestions.didYouMean(name, neighbours), tried);
  }

  private static List<String> siblings(Path file) {
    Path folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(p -> String.valueOf(p.getFileName())).limit(1000).sorted().toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
