package dev.thimble.emit.export;

import dev.thimble.emit.ModelOutline;
import dev.thimble.emit.c.CNames;
import dev.thimble.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A model for one chip as a library: its C, and what each build tool wants to read beside it. The
 * descriptions name the same two files, so that one folder serves all tools.
 */
public final class Library {
  /** The version that every description gives: the model is what changes, and its files tell. */
  static final String VERSION = "1.0.0";

  private final ModelOutline model;
  private final Plan plan;
  private final CNames names;

  private Library(ModelOutline model, Plan plan) {
    this.model = model;
    this.plan = plan;
    this.names = CNames.of(model);
  }

  /** Name of the library's folder: {@code digits-atmega328p}. */
  public static String folder(ModelOutline model, Plan plan) {
    return model.name().cName() + "-" + plan.chip().mcu();
  }

  /**
   * All files of the library, in a stable order.
   *
   * @param header text of the C header
   * @param source text of the C source
   */
  public static List<LibraryFile> files(
      ModelOutline model, Plan plan, String header, String source) {
    Library library = new Library(model, plan);
    List<LibraryFile> files = new ArrayList<>();
    files.add(new LibraryFile(library.header(), header));
    files.add(new LibraryFile(library.source(), source));
    files.addAll(ArduinoLibrary.files(library));
    files.addAll(PlatformIoLibrary.files(library));
    files.addAll(CMakeLibrary.files(library));
    files.addAll(ZephyrModule.files(library));
    files.addAll(CmsisPack.files(library));
    files.add(LibraryGuide.file(library));
    return List.copyOf(files);
  }

  ModelOutline model() {
    return model;
  }

  CNames names() {
    return names;
  }

  Plan plan() {
    return plan;
  }

  /** The name in every tool: the model's C name. */
  String name() {
    return model.name().cName();
  }

  String header() {
    return "src/" + name() + ".h";
  }

  String source() {
    return "src/" + name() + ".c";
  }

  /** What the library is, in a sentence. */
  String sentence() {
    return String.format(
        Locale.ROOT,
        "The model %s for %s: %,d bytes of flash and %,d bytes of RAM with stack, predicted.",
        model.name().simpleName(),
        plan.chip().mcu(),
        plan.flashBytes(),
        plan.ramBytes());
  }
}
