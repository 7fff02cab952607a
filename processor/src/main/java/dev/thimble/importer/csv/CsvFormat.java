package dev.thimble.importer.csv;

import com.google.auto.service.AutoService;
import dev.thimble.diagnostic.FileMessage;
import dev.thimble.diagnostic.Problem;
import dev.thimble.graph.Constant;
import dev.thimble.graph.ElementType;
import dev.thimble.importer.Array;
import dev.thimble.importer.ModelFile;
import dev.thimble.importer.TensorFile;
import dev.thimble.importer.TensorFormat;
import dev.thimble.importer.data.NamedArrays;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Samples as comma-separated numbers, a row a sample: columns become the array {@code x}, but for
 * one that the header calls {@code y}, {@code label} or {@code class}. Without a header all columns
 * are x. Semicolons and tabs separate too; lines that start with # are comments.
 */
@AutoService(TensorFormat.class)
public final class CsvFormat implements TensorFormat {
  private static final List<String> LABELS = List.of("y", "label", "class");

  @Override
  public boolean accepts(String fileName, byte[] head) {
    String name = fileName.toLowerCase(Locale.ROOT);
    return name.endsWith(".csv") || name.endsWith(".tsv");
  }

  @Override
  public String format() {
    return "tables (.csv, .tsv)";
  }

  @Override
  public TensorFile read(ModelFile file) throws Problem {
    String[] lines =
        new String(file.bytes(), StandardCharsets.UTF_8).lines().toArray(String[]::new);
    List<String[]> rows = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].replace("\uFEFF", "").trim();
      if (!line.isEmpty() && !line.startsWith("#")) {
        rows.add(line.split("\\s*[,;\t]\\s*", -1));
        numbers.add(i + 1);
      }
    }
    int labels = -1;
    if (!rows.isEmpty() && !isNumber(rows.get(0)[0])) {
      String[] header = rows.remove(0);
      numbers.remove(0);
      for (int c = 0; c < header.length; c++) {
        labels = LABELS.contains(bare(header[c]).toLowerCase(Locale.ROOT)) ? c : labels;
      }
    }
    return arrays(file, rows, numbers, labels);
  }

  private static TensorFile arrays(
      ModelFile file, List<String[]> rows, List<Integer> numbers, int labels) throws Problem {
    if (rows.isEmpty()) {
      throw broken(file, "it has no row of numbers");
    }
    int columns = rows.get(0).length;
    int features = labels < 0 ? columns : columns - 1;
    if (features == 0) {
      throw broken(file, "it has labels alone");
    }
    float[] x = new float[Math.multiplyExact(rows.size(), features)];
    float[] y = new float[labels < 0 ? 0 : rows.size()];
    int at = 0;
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      if (row.length != columns) {
        throw broken(
            file, "line " + numbers.get(i) + " has " + row.length + " columns, not " + columns);
      }
      for (int c = 0; c < columns; c++) {
        if (!isNumber(row[c])) {
          throw broken(
              file, "line " + numbers.get(i) + ", column " + (c + 1) + " is \"" + row[c] + '"');
        }
        float value = Float.parseFloat(bare(row[c]));
        if (c == labels) {
          y[i] = value;
        } else {
          x[at++] = value;
        }
      }
    }
    Map<String, Array> arrays = new LinkedHashMap<>();
    arrays.put("x", array("x", List.of(rows.size(), features), x));
    if (labels >= 0) {
      arrays.put("y", array("y", List.of(rows.size()), y));
    }
    return new NamedArrays(arrays);
  }

  private static Array array(String name, List<Integer> extents, float[] data) {
    return new Array(name, ElementType.FLOAT32, extents, new Constant.Floats(data));
  }

  private static String bare(String text) {
    return text.startsWith("\"") && text.endsWith("\"") && text.length() > 1
        ? text.substring(1, text.length() - 1).trim()
        : text;
  }

  private static boolean isNumber(String text) {
    return bare(text)
        .matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?|[nN]a[nN]|[+-]?[iI]nf");
  }

  private static Problem broken(ModelFile file, String fault) {
    return new Problem(FileMessage.TM1154_BROKEN_TABLE, file.name(), fault);
  }
}
