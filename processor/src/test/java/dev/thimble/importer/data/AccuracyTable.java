package dev.thimble.importer.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Right answers of networks by the width of their numbers; two tests add rows to one file. */
public final class AccuracyTable {
  private static final String HEAD =
      "network,right by,samples,reals,int8,converter's int8,int4,int16x8,dB int8,"
          + "channels equalised,dB,channels and features equalised,dB";

  private static final int EQUALISED = 5;

  private final Map<String, String> rows = Collections.synchronizedMap(new TreeMap<>());

  /**
   * Adds a row and prints it.
   *
   * @param by what is right
   * @param right answers in reals, 8 bits, the converter's 8 bits, 4 bits, 16 bits; -1 for none
   * @param equalised signal to noise in 8 bits; right answers and signal to noise with channels
   *     equalised, then with features too; or nothing
   */
  public void row(
      String network, String by, int samples, List<Integer> right, List<String> equalised) {
    StringBuilder row =
        new StringBuilder(String.format(Locale.ROOT, "%s,%s,%d", network, by, samples));
    for (int each : right) {
      row.append(',').append(each < 0 ? "" : each);
    }
    for (int i = 0; i < EQUALISED; i++) {
      row.append(',').append(i < equalised.size() ? equalised.get(i) : "");
    }
    rows.put(network, row.toString());
    System.out.println(row);
  }

  /** Writes the rows, and those of other networks that the file has. */
  public void write(Path file) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    Map<String, String> all = new TreeMap<>();
    if (Files.exists(file)) {
      Files.readAllLines(file).stream()
          .skip(1)
          .forEach(line -> all.put(line.substring(0, line.indexOf(',')), line));
    }
    all.putAll(rows);
    Files.createDirectories(file.getParent());
    Files.writeString(file, HEAD + "\n" + String.join("\n", all.values()) + "\n");
  }
}
