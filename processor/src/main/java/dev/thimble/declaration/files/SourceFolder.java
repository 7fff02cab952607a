package dev.thimble.declaration.files;

import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** Finds the folder of a class's source file; each way fails on some compiler or build tool. */
final class SourceFolder {
  private static final int MOST_PARENTS = 8;

  private final ProcessingEnvironment environment;

  SourceFolder(ProcessingEnvironment environment) {
    this.environment = environment;
  }

  /**
   * Folders where the class's source may lie, the most certain one first.
   *
   * @param byTrees what the syntax trees of javac say
   */
  List<Path> candidates(TypeElement type, String packageName, Optional<URI> byTrees) {
    Optional<Path> exact =
        fileObjectOf(type)
            .or(() -> byTrees.flatMap(SourceFolder::path))
            .or(() -> eclipseFileName(type))
            .map(Path::getParent);
    return exact.map(List::of).orElseGet(() -> walked(packageName, topLevel(type), type));
  }

  /**
   * {@code Elements.getFileObjectOf}, since Java 18: called on the interface, for wrappers are not
   * public.
   */
  private Optional<Path> fileObjectOf(TypeElement type) {
    try {
      Method method = Elements.class.getMethod("getFileObjectOf", Element.class);
      Object file = method.invoke(environment.getElementUtils(), type);
      return file instanceof FileObject found ? path(found.toUri()) : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
      return Optional.empty();
    }
  }

  /** Eclipse's elements know the file that their binding was read from. */
  private static Optional<Path> eclipseFileName(TypeElement type) {
    try {
      Object binding = type.getClass().getField("_binding").get(type);
      Object name = binding.getClass().getMethod("getFileName").invoke(binding);
      if (name instanceof char[] characters) {
        return Optional.of(Path.of(String.valueOf(characters)).toAbsolutePath())
            .filter(Files::isRegularFile);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unknown) {
      // Not Eclipse's, or another version of it.
    }
    return Optional.empty();
  }

  /** Looks for the usual source folders in the folders around the class output. */
  private List<Path> walked(String packageName, TypeElement topLevel, TypeElement type) {
    List<Path> found = new ArrayList<>();
    Path file = Path.of(packageName.replace('.', '/')).resolve(topLevel.getSimpleName() + ".java");
    Optional<Path> folder = classOutput(type);
    for (int up = 0; up < MOST_PARENTS && folder.isPresent(); up++) {
      for (String root : List.of("", "src", "src/main/java", "src/test/java")) {
        Path source = folder.get().resolve(root).resolve(file);
        if (Files.isRegularFile(source) && source.getParent() != null) {
          found.add(source.getParent());
        }
      }
      folder = folder.map(Path::getParent);
    }
    return found;
  }

  /** A resource that is created but never opened leaves no file behind. */
  private Optional<Path> classOutput(TypeElement origin) {
    try {
      Filer filer = environment.getFiler();
      FileObject probe =
          filer.createResource(
              StandardLocation.CLASS_OUTPUT, "", "thimble-" + System.nanoTime() + ".probe", origin);
      return path(probe.toUri()).map(Path::getParent);
    } catch (Exception | LinkageError unknown) {
      return Optional.empty();
    }
  }

  private static TypeElement topLevel(TypeElement type) {
    TypeElement outermost = type;
    while (outermost.getEnclosingElement() instanceof TypeElement outer) {
      outermost = outer;
    }
    return outermost;
  }

  private static Optional<Path> path(URI uri) {
    try {
      return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
    } catch (RuntimeException noPath) {
      return Optional.empty();
    }
  }
}
