package dev.thimble.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thimble.backend.Backend;
import dev.thimble.backend.Backends;
import dev.thimble.fixture.Compiled;
import dev.thimble.fixture.Fixture;
import dev.thimble.importer.Importers;
import dev.thimble.importer.tflite.TinyNetwork;
import java.io.File;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No exception leaves the processor: a fault of ours is a message, and the next model is compiled.
 */
class InternalFaultTest {
  private static final String MODEL =
      """
      package ex;

      import dev.thimble.*;

      @TinyModel
      @Device(mcu = "host")
      final class %s {
        @Network("n.tflite") Tensor scores;
      }
      """;

  @TempDir Path folder;

  /** A backend that fails whatever it is asked. */
  private static Backend broken() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("first line\n\nsecond line");
            });
  }

  @SupportedAnnotationTypes("dev.thimble.*")
  private static final class FailingProcessor extends AbstractProcessor {
    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      ModelCompiler compiler = new ModelCompiler(new Backends(List.of(broken())));
      ModelRun run =
          new ModelRun(processingEnv, List.of(), Importers.installed(), compiler, Optional.empty());
      for (TypeElement annotation : annotations) {
        if (annotation.getSimpleName().contentEquals("TinyModel")) {
          for (Element element : round.getElementsAnnotatedWith(annotation)) {
            run.compile((TypeElement) element);
          }
        }
      }
      return true;
    }
  }

  @Test
  void isAMessageAtTheModel() {
    Compiled compiled =
        Fixture.in(folder)
            .data("n.tflite", TinyNetwork.bytes())
            .java(MODEL.formatted("A"))
            .java(MODEL.formatted("B"))
            .javac(new FailingProcessor());
    assertThat(compiled.errors()).containsExactly("TM9001 A.java:7", "TM9001 B.java:7");
    assertThat(compiled.text("TM9001"))
        .startsWith("A: ")
        .contains("first line; second line", "Please report it", "at dev.thimble.processor")
        .doesNotContain("\n\n");
  }

  @Test
  void aLibraryThatIsMissingIsNamed() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("protobuf-java")) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), platform)) {
      Class<?> processor = loader.loadClass(ThimbleProcessor.class.getName());
      assertThat(processor).isNotSameAs(ThimbleProcessor.class);
      Compiled compiled =
          Fixture.in(folder)
              .data("n.tflite", TinyNetwork.bytes())
              .java(MODEL.formatted("A"))
              .javac((Processor) processor.getConstructor().newInstance());
      assertThat(compiled.errors()).containsExactly("TM9002 :-1");
      assertThat(compiled.text("TM9002")).contains("com.google.protobuf", "processor path");
    }
  }
}
