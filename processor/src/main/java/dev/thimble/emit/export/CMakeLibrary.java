package dev.thimble.emit.export;

import dev.thimble.emit.text.CodeWriter;
import java.util.List;

/** What CMake reads where the folder is added by {@code add_subdirectory}. */
final class CMakeLibrary {
  private CMakeLibrary() {}

  static List<LibraryFile> files(Library library) {
    String name = library.name();
    String text =
        new CodeWriter("  ")
            .line("# " + library.sentence())
            .line("cmake_minimum_required(VERSION 3.13)")
            .line("project(%s C)", name)
            .line("")
            .line("add_library(%s STATIC %s)", name, library.source())
            .line("target_include_directories(%s PUBLIC src)", name)
            .line("target_compile_features(%s PUBLIC c_std_99)", name)
            .toString();
    return List.of(new LibraryFile("CMakeLists.txt", text));
  }
}
