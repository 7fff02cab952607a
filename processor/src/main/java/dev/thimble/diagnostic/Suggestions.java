package dev.thimble.diagnostic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the nearest of the names that would have been right. */
public final class Suggestions {
  private Suggestions() {}

  /** A sentence with a blank before it, or nothing where no name is near. */
  public static String didYouMean(String written, Collection<String> names) {
    return nearest(written, names).map(n -> " Did you mean \"" + n + "\"?").orElse("");
  }

  /** The nearest name, if one is nearer than a third of what was written. */
  public static Optional<String> nearest(String written, Collection<String> names) {
    String lower = written.toLowerCase(Locale.ROOT);
    int limit = Math.max(1, (lower.length() + 1) / 3);
    return names.stream()
        .filter(n -> !n.equals(written) && Math.abs(n.length() - written.length()) <= limit)
        .filter(n -> distance(lower, n.toLowerCase(Locale.ROOT)) <= limit)
        .min(
            Comparator.comparingInt((String n) -> distance(lower, n.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The first few names, and how many more there are. */
  public static String some(Collection<String> names, int most) {
    if (names.isEmpty()) {
      return "nothing";
    }
    List<String> shown = new ArrayList<>(names);
    if (shown.size() <= most) {
      return String.join(", ", shown);
    }
    return String.join(", ", shown.subList(0, most)) + " and " + (shown.size() - most) + " more";
  }

  /** Insertions, deletions, replacements and swaps of neighbours. */
  static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cell(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int cell(int[][] table, String a, String b, int i, int j) {
    int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
  }
}
