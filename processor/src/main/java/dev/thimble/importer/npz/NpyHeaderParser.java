package dev.thimble.importer.npz;

import dev.thimble.importer.data.Extents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code {'descr': '<f4', 'fortran_order': False, 'shape': (8, 8), }}: only strings, truth
 * values and tuples of numbers, so there is nothing to recurse into.
 */
final class NpyHeaderParser {
  private final String text;
  private int at;

  NpyHeaderParser(String text) {
    this.text = text;
  }

  /** The header; empty if the text is anything else. */
  Optional<NpyHeader> parse() {
    Optional<String> type = Optional.empty();
    Optional<String> fortran = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();
    if (!take('{')) {
      return Optional.empty();
    }
    while (!take('}')) {
      Optional<String> key = string();
      if (key.isEmpty() || !take(':')) {
        return Optional.empty();
      }
      switch (key.get()) {
        case "descr" -> type = string();
        case "fortran_order" -> fortran = word();
        case "shape" -> shape = tuple();
        default -> {
          return Optional.empty();
        }
      }
      if (!take(',') && !next('}')) {
        return Optional.empty();
      }
    }
    if (type.isEmpty() || fortran.isEmpty() || shape.isEmpty() || !text.substring(at).isBlank()) {
      return Optional.empty();
    }
    return Optional.of(new NpyHeader(type.get(), fortran.get().equals("True"), shape.get()));
  }

  private Optional<String> string() {
    skipSpace();
    int end = at < text.length() && text.charAt(at) == '\'' ? text.indexOf('\'', at + 1) : -1;
    if (end < 0) {
      return Optional.empty();
    }
    String found = text.substring(at + 1, end);
    at = end + 1;
    return Optional.of(found);
  }

  private Optional<String> word() {
    skipSpace();
    for (String word : List.of("True", "False")) {
      if (text.startsWith(word, at)) {
        at += word.length();
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private Optional<List<Long>> tuple() {
    List<Long> numbers = new ArrayList<>();
    if (!take('(')) {
      return Optional.empty();
    }
    while (!take(')')) {
      Optional<Long> number = number();
      if (number.isEmpty() || numbers.size() == Extents.MAX_RANK || (!take(',') && !next(')'))) {
        return Optional.empty();
      }
      numbers.add(number.get());
    }
    return Optional.of(numbers);
  }

  private Optional<Long> number() {
    skipSpace();
    int end = at;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    if (end == at || end - at > 18) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(at, end));
    at = end;
    return Optional.of(number);
  }

  private boolean take(char c) {
    boolean there = next(c);
    at += there ? 1 : 0;
    return there;
  }

  private boolean next(char c) {
    skipSpace();
    return at < text.length() && text.charAt(at) == c;
  }

  private void skipSpace() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
      at++;
    }
  }
}
