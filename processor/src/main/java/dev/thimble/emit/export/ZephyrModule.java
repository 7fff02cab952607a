package dev.thimble.emit.export;

import dev.thimble.emit.text.CodeWriter;
import java.util.List;

/** What Zephyr reads where the folder is one of {@code ZEPHYR_EXTRA_MODULES}. */
final class ZephyrModule {
  private ZephyrModule() {}

  /** The option that switches the model on. */
  static String option(Library library) {
    return "THIMBLE_" + library.names().macro();
  }

  static List<LibraryFile> files(Library library) {
    return List.of(
        new LibraryFile("zephyr/module.yml", module(library)),
        new LibraryFile("zephyr/CMakeLists.txt", cmake(library)),
        new LibraryFile("zephyr/Kconfig", kconfig(library)));
  }

  private static String module(Library library) {
    return new CodeWriter("  ")
        .line("name: " + library.name())
        .open("build:")
        .line("cmake: zephyr")
        .line("kconfig: zephyr/Kconfig")
        .toString();
  }

  private static String cmake(Library library) {
    return new CodeWriter("  ")
        .open("if(CONFIG_%s)".formatted(option(library)))
        .line("zephyr_include_directories(../src)")
        .line("zephyr_library_named(%s)", library.name())
        .line("zephyr_library_sources(../%s)", library.source())
        .close("endif()")
        .toString();
  }

  private static String kconfig(Library library) {
    return new CodeWriter("\t")
        .open("config " + option(library))
        .line("bool \"The model %s\"", library.model().name().simpleName())
        .line("default y")
        .open("help")
        .line("  " + library.sentence())
        .toString();
  }
}
