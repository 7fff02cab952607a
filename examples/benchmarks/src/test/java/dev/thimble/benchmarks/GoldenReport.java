package dev.thimble.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What was compared, and how many elements differed. There is no tolerance. */
final class GoldenReport {
  /** Vectors that were run on a target, of all that there are, and elements that differed. */
  private record Entry(int vectors, int all, long mismatches) {}

  private final Map<String, Map<String, Entry>> rows = new TreeMap<>();
  private final Set<String> targets = new LinkedHashSet<>();

  GoldenReport(List<String> targets) {
    this.targets.addAll(targets);
  }

  synchronized void add(String model, String target, int vectors, int all, long mismatches) {
    rows.computeIfAbsent(model, name -> new TreeMap<>())
        .put(target, new Entry(vectors, all, mismatches));
  }

  synchronized void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of("model,target,vectors,mismatches"));
    rows.forEach(
        (model, entries) ->
            targets.stream()
                .filter(entries::containsKey)
                .forEach(
                    target -> {
                      Entry entry = entries.get(target);
                      lines.add(
                          String.join(
                              ",",
                              model,
                              target,
                              Integer.toString(entry.vectors),
                              Long.toString(entry.mismatches)));
                    }));
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  /** A row a model, a column a target: vectors compared, with mismatches where there are any. */
  synchronized String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "Golden vectors compared on each target, of as many as there are; \"differ\" counts"
            + " elements; - does not fit or was not asked for\n");
    text.append(String.format("%-34s", "model"));
    targets.forEach(target -> text.append(String.format(" %12s", target)));
    text.append('\n');
    rows.forEach(
        (model, entries) -> {
          text.append(String.format("%-34s", model));
          targets.forEach(target -> text.append(String.format(" %12s", cell(entries.get(target)))));
          text.append('\n');
        });
    return text.toString();
  }

  private static String cell(Entry entry) {
    if (entry == null) {
      return "-";
    }
    String count = entry.vectors == entry.all ? "" + entry.all : entry.vectors + "/" + entry.all;
    return entry.mismatches == 0 ? count : entry.mismatches + " differ";
  }
}
