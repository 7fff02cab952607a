package dev.thimble.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles an annotated class from its text. */
final class Sources {
  private Sources() {}

  /** The folder with what came out; says why there is none, and gives none. */
  static Optional<Path> compile(String name, String text, Path folder) {
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    String classpath = System.getProperty("java.class.path");
    List<String> options =
        List.of("-d", folder.toString(), "-cp", classpath, "-processorpath", classpath);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Source source = new Source(name, text);
    if (compiler.getTask(null, null, messages, options, null, List.of(source)).call()) {
      return Optional.of(folder);
    }
    messages.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .forEach(d -> System.out.println(d.getMessage(Locale.ROOT)));
    return Optional.empty();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
