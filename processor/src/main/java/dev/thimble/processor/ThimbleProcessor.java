package dev.thimble.processor;

import com.google.auto.service.AutoService;
import dev.thimble.backend.Backends;
import dev.thimble.declaration.Language;
import dev.thimble.declaration.files.ExportOption;
import dev.thimble.declaration.files.ModelsOption;
import dev.thimble.diagnostic.Diagnostic;
import dev.thimble.diagnostic.Place;
import dev.thimble.diagnostic.Problem;
import dev.thimble.importer.Importers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;

/** The entry point: compiles each class with {@code @TinyModel}, and each test of one. */
@AutoService(Processor.class)
public final class ThimbleProcessor extends AbstractProcessor {
  /** Models whose values are made by other processors are read again in the next round. */
  private final Set<String> waiting = new LinkedHashSet<>();

  private Optional<ModelRun> models = Optional.empty();
  private Optional<TestRun> tests = Optional.empty();
  private Optional<StrayAnnotations> strays = Optional.empty();

  /** For the compiler, which finds processors by service. */
  public ThimbleProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Language.PACKAGE + ".*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(ModelsOption.NAME, ExportOption.NAME);
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    try {
      List<Path> folders = ModelsOption.folders(environment.getOptions());
      Optional<Path> exports = ExportOption.folder(environment.getOptions());
      Backends backends = Backends.installed(ThimbleProcessor.class.getClassLoader());
      models =
          Optional.of(
              new ModelRun(
                  environment,
                  folders,
                  Importers.installed(),
                  new ModelCompiler(backends),
                  exports));
      tests = Optional.of(new TestRun(environment));
      strays = Optional.of(new StrayAnnotations(environment));
    } catch (Problem option) {
      Diagnostic shown = option.at(Place.nowhere());
      environment.getMessager().printMessage(Kind.ERROR, shown.rendered());
    } catch (RuntimeException | LinkageError | ServiceConfigurationError fault) {
      environment
          .getMessager()
          .printMessage(Kind.ERROR, Faults.internal("its start", fault).rendered());
    }
  }

  /**
   * All annotations of the package are this processor's: unclaimed ones fail users' {@code -Werror}
   * builds.
   */
  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    models.ifPresent(run -> compile(run, annotations, round));
    strays.ifPresent(s -> s.check(annotations, round));
    tests.ifPresent(
        run -> {
          annotated(annotations, round, "TinyModelTest").forEach(run::add);
          run.round(round.processingOver(), models.map(ModelRun::failed).orElse(Set.of()));
        });
    return true;
  }

  private void compile(
      ModelRun run, Set<? extends TypeElement> annotations, RoundEnvironment round) {
    List<TypeElement> types = new ArrayList<>();
    for (String name : waiting) {
      TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
      if (type != null) {
        types.add(type);
      }
    }
    waiting.clear();
    types.addAll(annotated(annotations, round, "TinyModel"));
    if (round.processingOver()) {
      return;
    }
    for (TypeElement type : types) {
      if (run.compile(type) == ModelRun.Outcome.DID_NOT_COMPILE) {
        waiting.add(type.getQualifiedName().toString());
      }
    }
  }

  /**
   * The classes with the annotation by name: Eclipse's compiler gives them in the order of a hash.
   */
  private static List<TypeElement> annotated(
      Set<? extends TypeElement> annotations, RoundEnvironment round, String name) {
    Set<TypeElement> types =
        new TreeSet<>(Comparator.comparing(t -> t.getQualifiedName().toString()));
    for (TypeElement annotation : annotations) {
      if (annotation.getQualifiedName().contentEquals(Language.PACKAGE + "." + name)) {
        for (Element element : round.getElementsAnnotatedWith(annotation)) {
          if (element instanceof TypeElement type) {
            types.add(type);
          }
        }
      }
    }
    return new ArrayList<>(types);
  }
}
