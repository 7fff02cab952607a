package dev.thimble.testing;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What quantisation cost, as measured while compiling: {@code quality.csv}.
 *
 * @param lines of the file
 */
public record Quality(List<String> lines) {
  /** The name of the file. */
  public static final String FILE_NAME = "quality.csv";

  /** Share of labelled samples that the integer model gets right. */
  public static final String INTEGER_ACCURACY = "integer_accuracy";

  /** The same of the network of reals. */
  public static final String REAL_ACCURACY = "real_accuracy";

  /** What {@code Budget.accuracy()} asks for. */
  public static final String ACCURACY_BUDGET = "accuracy_budget";

  /** Copies the lines. */
  public Quality {
    lines = List.copyOf(lines);
  }

  /** A figure of the whole model. */
  public OptionalDouble value(String metric) {
    return lines.stream()
        .map(line -> line.split(",", -1))
        .filter(columns -> columns[0].equals("*") && columns[columns.length - 2].equals(metric))
        .mapToDouble(columns -> Double.parseDouble(columns[columns.length - 1]))
        .findFirst();
  }
}
