package dev.thimble.processor;

import dev.thimble.declaration.Declaration;
import dev.thimble.declaration.files.CompilerFiles;
import dev.thimble.declaration.source.MessagePrinter;
import dev.thimble.declaration.source.ModelReader;
import dev.thimble.declaration.source.Places;
import dev.thimble.diagnostic.Diagnostics;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.LanguageMessage;
import dev.thimble.diagnostic.Place;
import dev.thimble.fit.FitCache;
import dev.thimble.importer.Importers;
import dev.thimble.resolve.ModelResolver;
import dev.thimble.resolve.ResolvedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/** Compiles models, each on its own: one bad model never stops another. */
final class ModelRun {
  /** What became of a class. */
  enum Outcome {
    /** Its files are written, or its errors are shown. */
    DONE,
    /** Something of it did not compile, or not yet. */
    DID_NOT_COMPILE
  }

  private final ProcessingEnvironment environment;
  private final List<Path> optionFolders;
  private final Importers importers;
  private final ModelCompiler compiler;
  private final MessagePrinter printer;
  private final OutputWriter writer;
  private final Map<String, String> modelsByCName = new HashMap<>();
  private final Set<String> failed = new HashSet<>();

  ModelRun(
      ProcessingEnvironment environment,
      List<Path> optionFolders,
      Importers importers,
      ModelCompiler compiler,
      Optional<Path> exports) {
    this.environment = environment;
    this.optionFolders = optionFolders;
    this.importers = importers;
    this.compiler = compiler;
    this.printer = new MessagePrinter(environment);
    this.writer = new OutputWriter(environment.getFiler(), exports);
  }

  /** Binary names of models with errors. */
  Set<String> failed() {
    return Set.copyOf(failed);
  }

  /** Reads a class, and writes its files if nothing is wrong. */
  Outcome compile(TypeElement type) {
    Places places = new Places();
    Diagnostics diagnostics = new Diagnostics();
    Outcome outcome = Outcome.DONE;
    try {
      outcome = compile(type, places, diagnostics);
    } catch (RuntimeException
        | LinkageError
        | ServiceConfigurationError
        | StackOverflowError
        | OutOfMemoryError fault) {
      Place place = places.of(type.getSimpleName().toString(), "", type);
      diagnostics.report(Faults.internal(place, fault));
    }
    printer.print(diagnostics, places);
    if (diagnostics.hasErrors() || outcome == Outcome.DID_NOT_COMPILE) {
      failed.add(binaryName(type));
    } else {
      failed.remove(binaryName(type));
    }
    return diagnostics.hasErrors() ? Outcome.DONE : outcome;
  }

  private String binaryName(TypeElement type) {
    return environment.getElementUtils().getBinaryName(type).toString();
  }

  private Outcome compile(TypeElement type, Places places, Diagnostics diagnostics) {
    Optional<Declaration> declaration =
        new ModelReader(environment.getElementUtils(), places, diagnostics).read(type);
    if (declaration.isEmpty()) {
      return Outcome.DID_NOT_COMPILE;
    }
    claimName(declaration.get(), diagnostics);
    if (!diagnostics.hasErrors()) {
      CompilerFiles files =
          new CompilerFiles(environment, type, optionFolders, printer.source(type));
      FitCache cache = earlier(declaration.get());
      ModelResolver.resolve(declaration.get(), files, importers, cache, diagnostics)
          .ifPresent(
              model ->
                  generate(
                      model,
                      d -> ModelResolver.tried(d, files, importers, cache),
                      cache,
                      type,
                      diagnostics));
    }
    return Outcome.DONE;
  }

  /** What steps learnt when the model was compiled into the same folder before. */
  private FitCache earlier(Declaration declaration) {
    try (InputStream in =
        environment
            .getFiler()
            .getResource(StandardLocation.CLASS_OUTPUT, "", cached(declaration))
            .openInputStream()) {
      return FitCache.of(in.readAllBytes());
    } catch (IOException | RuntimeException nothing) {
      return FitCache.empty();
    }
  }

  private static String cached(Declaration declaration) {
    return declaration.name().resourceFolder() + "/" + FitCache.FILE_NAME;
  }

  private void claimName(Declaration declaration, Diagnostics diagnostics) {
    String cName = declaration.name().cName();
    String binaryName = declaration.name().binaryName();
    String owner = modelsByCName.putIfAbsent(cName, binaryName);
    if (owner != null && !owner.equals(binaryName)) {
      boolean named = declaration.model().has("name");
      Place place = named ? declaration.model().placeOf("name") : declaration.place();
      diagnostics.report(place, LanguageMessage.TM1015_DUPLICATE_C_NAME, cName, owner, cName);
    }
  }

  private void generate(
      ResolvedModel model, Retry retry, FitCache cache, TypeElement type, Diagnostics diagnostics) {
    Progress progress = text -> environment.getMessager().printMessage(Diagnostic.Kind.NOTE, text);
    List<OutputFile> files = new ArrayList<>(compiler.compile(model, retry, progress, diagnostics));
    byte[] learnt = cache.toBytes();
    if (learnt.length > 0) {
      files.add(new OutputFile.Resource(cached(model.declaration()), learnt));
    }
    if (diagnostics.hasErrors()) {
      return;
    }
    try {
      writer.write(files, type);
    } catch (IOException unwritable) {
      diagnostics.report(
          model.declaration().place(),
          FileMessage.TM1108_UNWRITABLE,
          String.valueOf(unwritable.getMessage()));
    }
  }
}
