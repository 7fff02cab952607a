package dev.thimble.declaration.source;

import dev.thimble.diagnostic.Diagnostic;
import dev.thimble.diagnostic.Diagnostics;
import java.net.URI;
import java.util.Optional;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;

/** Shows messages at the exact place, as well as the compiler can. */
public final class MessagePrinter {
  private final Messager messager;
  private final Optional<JavacTrees> trees;

  /** A printer for the compiler of that environment. */
  public MessagePrinter(ProcessingEnvironment environment) {
    this.messager = environment.getMessager();
    this.trees = trees(environment);
  }

  private static Optional<JavacTrees> trees(ProcessingEnvironment environment) {
    try {
      return JavacTrees.of(environment);
    } catch (LinkageError noJavac) {
      // Eclipse on a runtime without jdk.compiler, for one.
      return Optional.empty();
    }
  }

  /** Shows all messages of one model. */
  public void print(Diagnostics diagnostics, Places places) {
    for (Diagnostic diagnostic : diagnostics.all()) {
      Kind kind = kind(diagnostic);
      Optional<Places.Position> position = places.position(diagnostic.place());
      if (position.isPresent()) {
        print(kind, diagnostic.rendered(), position.get());
      } else {
        messager.printMessage(kind, diagnostic.rendered());
      }
    }
  }

  /** Where the source of an element lies, as far as javac's trees know. */
  public Optional<URI> source(Element element) {
    try {
      return trees.flatMap(t -> t.source(element));
    } catch (RuntimeException | LinkageError unknown) {
      return Optional.empty();
    }
  }

  private void print(Kind kind, String text, Places.Position position) {
    if (!byTree(kind, text, position)) {
      messager.printMessage(
          kind,
          text,
          position.element(),
          position.mirror().orElse(null),
          position.value().orElse(null));
    }
  }

  private boolean byTree(Kind kind, String text, Places.Position position) {
    try {
      return trees.isPresent() && trees.get().print(kind, text, position);
    } catch (RuntimeException | LinkageError noTree) {
      return false;
    }
  }

  private static Kind kind(Diagnostic diagnostic) {
    return switch (diagnostic.code().severity()) {
      case ERROR -> Kind.ERROR;
      case WARNING -> Kind.WARNING;
      case NOTE -> Kind.NOTE;
    };
  }
}
