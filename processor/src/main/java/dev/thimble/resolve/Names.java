package dev.thimble.resolve;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of values and nodes: C identifiers, unique even where case does not count, never a step's.
 */
final class Names {
  private static final int LONGEST = 48;
  private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern AROUND = Pattern.compile("^_+|_+$");

  private final Set<String> taken = new HashSet<>();

  /** Names beside these, which are the steps'. */
  Names(Collection<String> steps) {
    steps.forEach(s -> taken.add(key(s)));
  }

  /** Whether the name is free. */
  boolean isFree(String name) {
    return !taken.contains(key(name));
  }

  /** The name, with a number where it is taken. */
  String fresh(String wanted) {
    String base = identifier(wanted);
    String name = base;
    for (int i = 2; !taken.add(key(name)); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** The letters and digits of a name, joined by underscores. */
  static String identifier(String name) {
    String words = AROUND.matcher(BETWEEN.matcher(name).replaceAll("_")).replaceAll("");
    String begun = words.isEmpty() || Character.isDigit(words.charAt(0)) ? "t" + words : words;
    return begun.length() <= LONGEST ? begun : begun.substring(0, LONGEST);
  }

  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
