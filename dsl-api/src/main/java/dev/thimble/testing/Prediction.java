package dev.thimble.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the processor predicted for a device: {@code predicted.csv} with the columns kernel, metric,
 * value.
 *
 * @param rows in the order of the file
 */
public record Prediction(List<Row> rows) {
  /** The name of the file that holds it. */
  public static final String FILE_NAME = "predicted.csv";

  /** The kernel name of figures that concern the whole model. */
  public static final String MODEL = "*";

  /** Before the metric of a limit that {@code @Budget} sets: {@code budget.flash}. */
  public static final String BUDGET = "budget.";

  /**
   * One figure.
   *
   * @param kernel the kernel, or {@link #MODEL}
   * @param metric {@code flash}, {@code ram}, {@code stack}, {@code cycles}, {@code micros}, {@code
   *     macs}, {@code code}, {@code constants}, {@code microwatts}, {@code battery.days}
   * @param value bytes, cycles, microseconds, microwatts, days or a count
   */
  public record Row(String kernel, String metric, long value) {}

  /** Copies the rows. */
  public Prediction {
    rows = List.copyOf(rows);
  }

  /** A figure. */
  public OptionalLong value(String kernel, String metric) {
    return rows.stream()
        .filter(row -> row.kernel().equals(kernel) && row.metric().equals(metric))
        .mapToLong(Row::value)
        .findFirst();
  }

  /** The text of the file. */
  public String toText() {
    StringBuilder text = new StringBuilder("kernel,metric,value\n");
    for (Row row : rows) {
      text.append(row.kernel()).append(',').append(row.metric()).append(',');
      text.append(row.value()).append('\n');
    }
    return text.toString();
  }

  /** Reads what {@link #toText} wrote. */
  public static Prediction fromText(String source) {
    List<Row> rows = new ArrayList<>();
    source
        .lines()
        .skip(1)
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              String[] columns = line.split(",", -1);
              rows.add(new Row(columns[0], columns[1], Long.parseLong(columns[2])));
            });
    return new Prediction(rows);
  }
}
