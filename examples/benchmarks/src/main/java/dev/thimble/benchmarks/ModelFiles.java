package dev.thimble.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles the TensorFlow Lite models of a folder as a user's annotated classes. */
final class ModelFiles {
  private static final String SOURCE =
      """
      import dev.thimble.*;

      %s
      @Device(mcu = "%s")
      final class Net {
        @Network("%s") Tensor scores;
      }
      """;

  private final Path models;
  private final Path work;
  private final String annotations;

  /**
   * The models of a folder.
   *
   * @param work where the compiled ones go
   * @param annotations of the class, beside the device
   */
  ModelFiles(Path models, Path work, String annotations) {
    this.models = models;
    this.work = work;
    this.annotations = annotations;
  }

  /** The names of all integer models: those of real numbers would need calibration data. */
  List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".tflite"))
          .filter(name -> !name.matches(".*(float|hybrid|_f\\.).*"))
          .sorted()
          .toList();
    }
  }

  /** The folder with the model's code; says why there is none, and gives none. */
  Optional<Path> compile(String name, String mcu) throws IOException {
    Path place = work.resolve(name + "-" + mcu);
    Files.createDirectories(place);
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    String classpath = System.getProperty("java.class.path");
    List<String> options =
        List.of(
            "-d",
            place.toString(),
            "-cp",
            classpath,
            "-processorpath",
            classpath,
            "-Athimble.models=" + models.toAbsolutePath());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Source source = new Source(String.format(Locale.ROOT, SOURCE, annotations, mcu, name));
    if (compiler.getTask(null, null, messages, options, null, List.of(source)).call()) {
      return Optional.of(place.resolve("META-INF/thimble/Net"));
    }
    String reason =
        messages.getDiagnostics().stream()
            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
            .map(d -> d.getMessage(Locale.ROOT).lines().findFirst().orElse(""))
            .findFirst()
            .orElse("no reason given");
    System.out.printf("%s on %s: %s%n", name, mcu, reason);
    return Optional.empty();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Net.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /**
   * Measures each model on each chip.
   *
   * @param first only on the first chip that it fits
   */
  void each(List<String> mcus, boolean first, Visitor visitor) throws IOException {
    for (String name : names()) {
      for (String mcu : mcus) {
        Optional<Path> folder = compile(name, mcu);
        if (folder.isPresent()) {
          visitor.visit(name.replace(".tflite", ""), folder.get());
          if (first) {
            break;
          }
        }
      }
    }
  }

  /** What is done with a model. */
  @FunctionalInterface
  interface Visitor {
    void visit(String name, Path folder) throws IOException;
  }
}
