package dev.thimble.emit.export;

import dev.thimble.emit.text.CodeWriter;

/** How the library is used, tool by tool. */
final class LibraryGuide {
  private LibraryGuide() {}

  static LibraryFile file(Library library) {
    String name = library.name();
    CodeWriter out = new CodeWriter("  ");
    out.line("# " + name).line("");
    out.line(library.sentence());
    out.line("Made by Thimble from %s; do not edit.", library.model().name().binaryName());
    out.line("`%s` says how it is called.", library.header()).line("");
    out.line("| tool | how |").line("| --- | --- |");
    out.line(
        "| Arduino | copy this folder into the sketchbook's `libraries`, or zip it and choose"
            + " *Add .ZIP Library*; a sketch is among the examples |");
    out.line("| PlatformIO | `lib_extra_dirs` or a copy in the project's `lib` |");
    out.line(
        "| CMake | `add_subdirectory(<this folder> %s)`, then `target_link_libraries(app %s)` |",
        name, name);
    out.line(
        "| Zephyr | `-DZEPHYR_EXTRA_MODULES=<this folder>`; `CONFIG_%s` is on by default |",
        ZephyrModule.option(library));
    out.line(
        "| CMSIS | `cpackget add <this folder>/%s.%s.pdsc`, then the component Machine"
            + " Learning:Model:%s |",
        CmsisPack.VENDOR, name, name);
    out.line("| anything else | compile `%s` as C99 |", library.source());
    return new LibraryFile("README.md", out.toString());
  }
}
