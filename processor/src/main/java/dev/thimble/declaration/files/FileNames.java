package dev.thimble.declaration.files;

import java.util.Arrays;
import java.util.Optional;

/** Names of files that mean the same on every machine. */
final class FileNames {
  private FileNames() {}

  /** What is wrong with the name, if anything is. */
  static Optional<String> fault(String name) {
    if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
      return Optional.of("it is absolute");
    }
    if (name.contains("\\")) {
      return Optional.of("it has a backslash");
    }
    if (Arrays.asList(name.split("/")).contains("..")) {
      return Optional.of("it leaves its folder by \"..\"");
    }
    boolean control = name.chars().anyMatch(c -> c < ' ' || "<>:\"|?*".indexOf(c) >= 0);
    return control ? Optional.of("it has a character that file systems forbid") : Optional.empty();
  }
}
